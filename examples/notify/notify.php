<?php
// Tells Prosody whose contacts have changed:  PROSODY_TOKEN=... php notify.php john marie

/** Gives whom it did not work for, and why. Throws where Prosody was not told: call again later. */
function notify(array $usernames): array
{
    $url = (getenv('PROSODY_URL') ?: 'http://127.0.0.1:5280') . '/roster_admin/refresh';
    $answer = @file_get_contents($url, false, stream_context_create(['http' => [
        'method' => 'POST',
        'header' => [
            'Host: ' . (getenv('XMPP_HOST') ?: 'example.com'),
            'Authorization: Bearer ' . getenv('PROSODY_TOKEN'),
            'Content-Type: application/json',
        ],
        // A list, not an object, whatever the array's keys are.
        'content' => json_encode(array_values($usernames)),
        'timeout' => 60,
        'ignore_errors' => true, // so that the body of an error can be read
    ]]));
    if ($answer === false) {
        throw new RuntimeException(error_get_last()['message'] ?? 'no answer');
    }
    $status = (int) explode(' ', $http_response_header[0])[1];
    $failed = json_decode($answer, true)['failed'] ?? [];
    // 500 with "failed": it worked for nobody. Any other status but 200: nobody was told.
    if ($status !== 200 && !($status === 500 && $failed)) {
        throw new RuntimeException("$status $answer");
    }
    return $failed;
}

try {
    $failed = notify(array_slice($argv, 1));
} catch (RuntimeException $error) {
    fwrite(STDERR, "Prosody was not told: {$error->getMessage()}\n");
    exit(1);
}
if ($failed) {
    fwrite(STDERR, 'It did not work for all: ' . json_encode($failed) . "\n");
    exit(1);
}
