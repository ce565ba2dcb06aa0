module.exports = {
  preset: 'react-native',
  rootDir: __dirname,
  testMatch: ['<rootDir>/runs/jest/*.spec.js'],
  // The line of the README.
  transformIgnorePatterns: [
    'node_modules/(?!((jest-)?react-native|@react-native(-community)?|@mileapp|nanoid)/)',
  ],
};
