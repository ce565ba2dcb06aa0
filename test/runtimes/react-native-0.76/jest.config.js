module.exports = {
  preset: 'react-native',
  rootDir: __dirname,
  testMatch: ['<rootDir>/resolution/*.spec.js'],
  // The line of the README.
  transformIgnorePatterns: [
    'node_modules/(?!((jest-)?react-native|@react-native(-community)?|@mileapp|nanoid)/)',
  ],
};
