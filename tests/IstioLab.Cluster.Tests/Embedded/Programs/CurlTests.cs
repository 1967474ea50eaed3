using System.Text;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Tests.Embedded.Programs;

public sealed class CurlTests
{
    [Fact]
    public async Task Httpbin_shows_what_curl_sends()
    {
        await using var lab = await HttpbinLab.StartAsync();

        var result = await lab.RunAsync("curl -s -X POST -H 'X-Test: yes' -d a=1 -d b=2 'http://httpbin:8080/anything?q=1'");

        Assert.Equal("", result.Error);
        Assert.Contains("\"X-Test\": [\n      \"yes\"\n    ]", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"a\": [\n      \"1\"\n    ]", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"method\": \"POST\"", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"User-Agent\": [\n      \"curl/8.10.1\"\n    ]", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl http://nowhere", "", "curl: (6) Could not resolve host: nowhere\n", 6)]
    [InlineData("curl -s http://nowhere", "", "", 6)]
    [InlineData("curl -sS http://nowhere", "", "curl: (6) Could not resolve host: nowhere\n", 6)]
    [InlineData("curl -s -o /dev/null -w '%{http_code}\\n' http://httpbin:8080/status/418", "418\n", "", 0)]
    [InlineData("curl -f http://httpbin:8080/status/503", "", "curl: (22) The requested URL returned error: 503\n", 22)]
    [InlineData("curl -s -w '%{http_code} %{num_connects}\\n' http://httpbin:8080/status/200 http://httpbin:8080/status/201", "200 1\n201 0\n", "", 0)]
    [InlineData("curl -sL -o /dev/null -w '%{http_code} %{num_redirects} %{url_effective}\\n' http://httpbin:8080/redirect/2", "200 2 http://httpbin:8080/get\n", "", 0)]
    [InlineData("curl -L --max-redirs 1 http://httpbin:8080/redirect/3", "", "curl: (47) Maximum (1) redirects followed\n", 47)]
    [InlineData("curl ftp://httpbin", "", "curl: (1) Protocol \"ftp\" not supported\n", 1)]
    [InlineData("curl http://httpbin:99999", "", "curl: (3) URL rejected: Port number was not a decimal number between 0 and 65535\n", 3)]
    [InlineData("curl --nosuch http://httpbin", "", "curl: option --nosuch: is unknown\ncurl: try 'curl --help' for more information\n", 2)]
    [InlineData("curl", "", "curl: (2) no URL specified\ncurl: try 'curl --help' for more information\n", 2)]
    [InlineData("curl -s -i http://httpbin:8080/status/204", "HTTP/1.1 204 No Content\r\n\r\n", "", 0)]
    [InlineData("curl -s -I http://httpbin:8080/bytes/5", "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 5\r\n\r\n", "", 0)]
    public async Task Curl_answers_as_the_real_one(string command, string output, string error, int code)
    {
        await using var lab = await HttpbinLab.StartAsync();

        Assert.Equal(new CommandResult(output, error, code), await lab.RunAsync(command));
    }

    [Fact]
    public async Task Curl_says_that_nobody_listens()
    {
        await using var lab = await HttpbinLab.StartAsync();

        var result = await lab.RunAsync("curl http://httpbin:81/");

        Assert.Equal(7, result.ExitCode);
        Assert.Matches(@"^curl: \(7\) Failed to connect to httpbin port 81 after \d+ ms: Couldn't connect to server\n$", result.Error);
    }

    [Fact]
    public async Task Curl_ends_at_its_time_limit()
    {
        await using var lab = await HttpbinLab.StartAsync();

        var result = await lab.RunAsync("curl -m 0.05 http://httpbin:8080/delay/9");

        Assert.Equal(28, result.ExitCode);
        Assert.Matches(@"^curl: \(28\) Operation timed out after \d+ milliseconds with 0 bytes received\n$", result.Error);
    }

    [Theory]
    [InlineData("", "", 52, "curl: (52) Empty reply from server\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "abc", 18, "curl: (18) transfer closed with outstanding read data remaining\n")]
    [InlineData("SSH-2.0-x\r\n\r\n", "", 1, "curl: (1) Received HTTP/0.9 when not allowed\n")]
    public async Task Curl_names_a_broken_answer(string answer, string received, int code, string error)
    {
        await using var lab = await HttpbinLab.StartAsync();
        await using var listener = lab.Attach("broken").Listen(80);
        var serving = ServeOnceAsync(listener, answer);

        var result = await lab.RunAsync("curl -s -S http://broken/");

        await serving;
        Assert.Equal(new CommandResult(received, error, code), result);
    }

    [Fact]
    public async Task Curl_tells_the_exchange()
    {
        await using var lab = await HttpbinLab.StartAsync();

        var result = await lab.RunAsync("curl -v -s -o /dev/null http://httpbin:8080/status/200");

        Assert.Equal(
            """
            * Host httpbin:8080 was resolved.
            * IPv6: (none)
            * IPv4: 10.244.0.1
            *   Trying 10.244.0.1:8080...
            * Connected to httpbin (10.244.0.1) port 8080
            > GET /status/200 HTTP/1.1
            > Host: httpbin:8080
            > User-Agent: curl/8.10.1
            > Accept: */*
            > 
            * Request completely sent off
            < HTTP/1.1 200 OK
            < Content-Length: 0
            < 
            * Connection #0 to host httpbin left intact

            """.ReplaceLineEndings("\n"),
            result.Error);
    }

    [Theory]
    [InlineData("wget -q -O - http://httpbin:8080/status/200", "", "", 0)]
    [InlineData("wget -q -O - http://nowhere", "", "wget: bad address 'nowhere'\n", 1)]
    [InlineData("wget -q -O - http://httpbin:8080/status/404", "", "wget: server returned error: HTTP/1.1 404 Not Found\n", 1)]
    [InlineData("wget -q -O - http://httpbin:81/", "", "wget: can't connect to remote host (10.244.0.1): Connection refused\n", 1)]
    [InlineData("nc -z httpbin 8080 && echo open", "open\n", "", 0)]
    [InlineData("nslookup httpbin | tail -n 3", "Name:\thttpbin\nAddress: 10.244.0.1\n\n", "", 0)]
    [InlineData("nslookup nowhere | tail -n 2", "** server can't find nowhere: NXDOMAIN\n\n", "", 0)]
    [InlineData("ping -c 1 httpbin | tail -n 1", "1 packets transmitted, 1 packets received, 0% packet loss\n", "", 0)]
    public async Task Network_applets_answer_as_busybox(string command, string output, string error, int code)
    {
        await using var lab = await HttpbinLab.StartAsync();

        Assert.Equal(new CommandResult(output, error, code), await lab.RunAsync(command));
    }

    [Theory]
    [InlineData("curl -s http://$(hostname):80/", "home\n")]
    [InlineData("curl -s -o /dev/null -w '%{http_code} %{content_type}' http://$(hostname)/a.txt", "200 text/plain")]
    [InlineData("curl -s http://$(hostname)/none", "<HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD>\n<BODY><H1>404 Not Found</H1>\nThe requested URL was not found\n</BODY></HTML>\n")]
    [InlineData("curl -s http://$(hostname)/../../etc/passwd -o /dev/null -w '%{http_code}'", "404")]
    [InlineData("curl -s http://$(hostname)/%2e%2e/%2e%2e/etc/passwd -o /dev/null -w '%{http_code}'", "404")]
    [InlineData("curl -s -o /dev/null -w '%{http_code} %{redirect_url}' http://$(hostname)/sub", "302 http://client/sub/")]
    [InlineData("curl -s -X POST -o /dev/null -w '%{http_code}' http://$(hostname)/", "501")]
    public async Task Httpd_serves_a_folder(string command, string output)
    {
        await using var lab = await HttpbinLab.StartAsync();

        var result = await lab.RunAsync("mkdir -p /srv/sub; echo home > /srv/index.html; echo a > /srv/a.txt; httpd -p 80 -h /srv; " + command);

        Assert.Equal(new CommandResult(output, "", 0), result);
    }

    private static async Task ServeOnceAsync(IPodListener listener, string answer)
    {
        await using var connection = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        await connection.Stream.ReadAtLeastAsync(new byte[4096], 16, cancellationToken: TestContext.Current.CancellationToken);
        await connection.Stream.WriteAsync(Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
    }
}
