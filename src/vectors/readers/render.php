<?php

// Renders Custom Module URLs: php render.php vectors.json prints the outcome of each case.

const PLACEHOLDER = '/\{SHORT_TOKEN\}|<SHORT_TOKEN>|%(?:7[Bb]SHORT_TOKEN%7[Dd]|3[Cc]SHORT_TOKEN%3[Ee])/';
const COLON = '(?::|%(?:25)*3a)', SLASH = '(?:[/\\\\]|%(?:25)*(?:2f|5c))', NAME = '[\w.\~+-]{0,64}';
const MARK = '~(?<lead>https?' . COLON . '(?!' . SLASH . '{2})|(?:=|[a-z][a-z\d+.-]{0,31}' . COLON . ')' . SLASH . '{2})'
    . '|(?<relative>=' . SLASH . '[^?&=]*\?' . NAME . '=)|(?<parameter>%(?:25)*(?:3f|26)' . NAME . '%(?:25)*3d)'
    . '|(?<ending>%(?:25)*2[36])|%(?:25)*[\da-f]{2}~i';
// Where the value that a placeholder stands in begins.
const DELIMITERS = ['path' => '/', 'query' => '&', 'fragment' => '&?'];
// What the WHATWG URL standard escapes in each component, besides all that is not ASCII.
const ESCAPED = ['path' => '[^!-~]|["<>^`{}]', 'query' => '[^!-~]|["<>\']', 'fragment' => '[^!-~]|["<>`]'];
// Stands for a lone surrogate, which PHP's strings cannot hold.
const LONE = "\u{FFFF}";

const BLANK = '[ \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}]';
const NO_TOKEN = '/[\x{00}-\x{1f}\x{7f}-\x{9f}' . LONE . ']|^' . BLANK . '|' . BLANK . '$|^bearer |^(?-i:eyJ)[^.]*(?:\.[^.]*){2}$/iu';

// Its message is the code.
final class Refused extends Exception {}

function render(string $url, callable $generate): string
{
    preg_match('~^(?<origin>https?://[^/?#]*)(?<path>[^?#]*)(?<query>\?[^#]*)?(?<fragment>#.*)?$~is', $url, $parts);
    $target = substr($url, strlen($parts['origin']));
    $token = preg_match(PLACEHOLDER, $target) ? $generate() : 'none';
    if (!isToken($token)) throw new Refused('token-invalid');
    $href = $parts['origin'];
    foreach (['path', 'query', 'fragment'] as $component) {
        $literals = preg_split(PLACEHOLDER, $parts[$component] ?? '');
        $filled = escape($literals[0], $component);
        for ($i = 1, $before = $literals[0]; $i < count($literals); $before .= '{}' . $literals[$i++]) {
            preg_match('~(?:^|[' . DELIMITERS[$component] . '])[^' . DELIMITERS[$component] . ']*$~D', $before, $value);
            $isSegment = preg_match('~(?:/|%(?:25)*2f)$~i', $before)
                && preg_match('~^(?:$|[/?#&]|%(?:25)*(?:2f|3f|23|26))~i', $literals[$i]);
            if (in_array($token, ['.', '..']) && $isSegment && depthOf($value[0]) > 0) throw new Refused('token-makes-dot-segment');
            $filled .= encode($token, depthOf($value[0])) . escape($literals[$i], $component);
        }
        if ($component === 'path' && $i > 1 && preg_match('~/(?:\.|%2e){1,2}(?:/|$)~i', $filled)) {
            throw new Refused('token-makes-dot-segment');
        }
        $href .= $filled;
    }
    return $href;
}

function isToken(mixed $token): bool
{
    if (!is_string($token) || $token === '') return false;
    $utf16 = preg_match_all('/./us', $token) + preg_match_all('/[\x{10000}-\x{10ffff}]/u', $token);
    return $utf16 <= 512 && !preg_match(NO_TOKEN, $token);
}

// How deep in inner URLs it is that the value ends.
function depthOf(string $value): int
{
    preg_match_all(MARK, $value, $marks, PREG_SET_ORDER | PREG_UNMATCHED_AS_NULL);
    $depth = 0;
    foreach ($marks as $mark) {
        $layers = preg_match('/%((?:25)*)[\da-f]{2}$/i', $mark[0], $escape) ? intdiv(strlen($escape[1]), 2) + 1 : 0;
        $depth = match (true) {
            isset($mark['lead']) => max($layers, 1),
            isset($mark['relative']) => max($depth, 1),
            isset($mark['parameter']) => $layers,
            isset($mark['ending']) => min($depth, $layers),
            default => $depth,
        };
    }
    return $depth;
}

function encode(string $token, int $depth): string
{
    for ($i = 0; $i <= $depth; $i++) $token = rawurlencode($token);
    return $token;
}

function escape(string $text, string $component): string
{
    return preg_replace_callback('/' . ESCAPED[$component] . '/', fn ($found) => rawurlencode($found[0]), $text);
}

function outcome(array $vector): array
{
    $calls = 0;
    $generate = function () use ($vector, &$calls) {
        $calls++;
        return $vector['token'] ?? $vector['tokenJson'];
    };
    try {
        return ['href' => render($vector['url'], $generate), 'calls' => $calls];
    } catch (Refused $refused) {
        return ['error' => $refused->getMessage(), 'calls' => $calls];
    }
}

$loneSurrogate = '/\\\\ud[89ab]..(?!\\\\ud[c-f])|(?<!\\\\ud[89ab]..)\\\\ud[c-f]../i';
$json = preg_replace($loneSurrogate, trim(json_encode(LONE), '"'), file_get_contents($argv[1]));
echo json_encode(array_map('outcome', json_decode($json, true, 512, JSON_THROW_ON_ERROR)));
