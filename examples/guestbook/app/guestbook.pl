#!/usr/bin/perl
# A guestbook: entries in PostgreSQL, a counter of visits in Redis, one page in front.
use strict;
use warnings;
use IO::Socket::INET;
use IPC::Open2;

my $port = 8000;
exit check() if @ARGV && $ARGV[0] eq '--check';

$SIG{TERM} = $SIG{INT} = sub { exit 0 };
$SIG{PIPE} = 'IGNORE';
$| = 1;
my $server = IO::Socket::INET->new(LocalPort => $port, Listen => 64, ReuseAddr => 1) or die "port $port: $@\n";
print "listening on $port\n";
while (my $client = $server->accept) {
    $client->timeout(5);
    my ($method, $path, $body) = read_request($client) or next;
    my ($status, $type, $text) = eval { answer($method, $path, $body) };
    ($status, $type, $text) = ('503 Service Unavailable', 'text/plain', "$@") if $@;
    print "$method $path $status\n" unless $path eq '/healthz';
    my $location = $status =~ /^303/ ? "Location: /\r\n" : '';
    print $client "HTTP/1.1 $status\r\nContent-Type: $type; charset=utf-8\r\n${location}",
        'Content-Length: ', length $text, "\r\nConnection: close\r\n\r\n$text";
    close $client;
}

sub read_request {
    my ($client) = @_;
    my ($method, $path) = (<$client> // '') =~ m{^([A-Z]+) (\S+) HTTP/1} or return;
    my $length = 0;
    while (defined(my $line = <$client>)) {
        last if $line =~ /^\r?\n$/;
        $length = $1 if $line =~ /^Content-Length:\s*(\d+)/i;
    }
    read $client, my $body, ($length > 10_000 ? 10_000 : $length);
    return ($method, $path, $body // '');
}

sub answer {
    my ($method, $path, $body) = @_;
    if ($path eq '/healthz') {
        redis('PING');
        sql('SELECT 1');
        return ('200 OK', 'text/plain', "ok\n");
    }
    return ('404 Not Found', 'text/plain', "no such page\n") if $path ne '/';
    if ($method eq 'POST') {
        my %form = map { my ($key, $value) = split /=/, $_, 2; ($key => decode($value // '')) } split /&/, $body;
        return ('422 Unprocessable Entity', 'text/plain', "author and words are needed\n") unless $form{author} && $form{words};
        sql(q{INSERT INTO entries (author, words) VALUES (:'author', :'words')}, %form{qw(author words)});
        return ('303 See Other', 'text/plain', '');
    }
    return ('200 OK', 'text/html', page(redis('INCR visits')));
}

sub page {
    my ($visits) = @_;
    my $title = escape($ENV{GUESTBOOK_TITLE} // 'Guestbook');
    my $rows = sql(q{SELECT author, words, to_char(written_at, 'YYYY-MM-DD HH24:MI') FROM entries ORDER BY id DESC LIMIT 20});
    my $list = join '', map {
        my ($author, $words, $time) = map { escape($_) } split /\x1f/;
        "<li><b>$author</b> ($time): $words</li>\n"
    } split /\x1e/, $rows;
    return <<"HTML";
<!doctype html>
<title>$title</title>
<h1>$title</h1>
<p>Visit number $visits.</p>
<ul>
$list</ul>
<form method="post"><input name="author" placeholder="name"> <input name="words" placeholder="words"> <button>Write</button></form>
HTML
}

# Values reach SQL as psql variables, which quotes them where the statement says :'name'.
sub sql {
    my ($statement, %values) = @_;
    my @variables = map { ('-v', "$_=$values{$_}") } sort keys %values;
    my $pid = open2(my $out, my $in, 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-F', "\x1f", '-R', "\x1e", @variables);
    print $in "$statement;\n";
    close $in;
    my $rows = do { local $/; <$out> } // '';
    waitpid $pid, 0;
    die "the database did not answer\n" if $?;
    chomp $rows;
    return $rows;
}

sub redis {
    my ($command) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => $ENV{REDIS_ADDRESS}, Timeout => 2) or die "the cache did not answer\n";
    print $socket "$command\r\n";
    my ($value) = (<$socket> // '') =~ /^[:+](.*?)\r\n/ or die "the cache refused $command\n";
    return $value;
}

sub decode {
    my ($text) = @_;
    $text =~ tr/+/ /;
    $text =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge;
    return $text;
}

sub escape {
    my ($text) = @_;
    my %entity = ('&' => '&amp;', '<' => '&lt;', '>' => '&gt;', '"' => '&quot;');
    $text =~ s/([&<>"])/$entity{$1}/g;
    return $text;
}

sub check {
    my $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port", Timeout => 2) or return 1;
    print $socket "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    return (<$socket> // '') =~ / 200 / ? 0 : 1;
}
