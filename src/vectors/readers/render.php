<?php

// Renders Custom Module URLs: php render.php vectors.json prints the outcome of each case.

const PLACEHOLDER = '/\{SHORT_TOKEN\}|<SHORT_TOKEN>|%(?:7[Bb]SHORT_TOKEN%7[Dd]|3[Cc]SHORT_TOKEN%3[Ee])/';
const INNER_URL = '/https?%((?:25)*)3A%\1(?:2F)%\1(?:2F)/i';
// What the WHATWG URL standard escapes in each component, besides all that is not ASCII.
const ESCAPED = ['path' => '[^!-~]|["<>^`{}]', 'query' => '[^!-~]|["<>\']', 'fragment' => '[^!-~]|["<>`]'];
// Stands for a lone surrogate, which PHP's strings cannot hold.
const LONE = "\u{FFFF}";

const NO_TOKEN = '/[\x{00}-\x{1f}\x{7f}-\x{9f}' . LONE . ']|^[\s\x{a0}]|[\s\x{a0}]$|^bearer |^(?-i:eyJ)[^.]*(?:\.[^.]*){2}$/iu';

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
        for ($i = 1, $before = $literals[0]; $i < count($literals); $before .= $literals[$i++]) {
            $filled .= encode($token, $before) . escape($literals[$i], $component);
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

function encode(string $token, string $before): string
{
    // Inside an inner URL, everything is encoded as often as that URL is, and once more.
    $values = preg_split('/[?&#]/', $before);
    $depth = preg_match_all(INNER_URL, end($values), $inner) ? strlen(end($inner[1])) / 2 + 1 : 0;
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
