namespace IstioLab.Cluster.Tests.Embedded.Programs;

public sealed class FortioTests
{
    [Theory]
    [InlineData("load -c 2 -qps 0 -n 20 -loglevel Warning http://httpbin:8080/get", "Code 200 : 20 (100.0 %)")]
    [InlineData("load -c 3 -qps max -n 9 -quiet http://httpbin:8080/status/503", "Code 503 : 9 (100.0 %)")]
    [InlineData("load -c 2 -qps 200 -n 10 http://httpbin:8080/get", "Sockets used: 2 (for perfect keepalive, would be 2)")]
    [InlineData("load -c 1 -qps 0 -n 2 http://httpbin:9/get", "Code  -1 : 2 (100.0 %)")]
    [InlineData("curl -quiet http://httpbin:8080/status/200", "HTTP/1.1 200 OK")]
    public async Task Answers_are_counted_by_status(string arguments, string expected)
    {
        await using var lab = await HttpbinLab.StartAsync();

        var result = await lab.RunFortioAsync(arguments.Split(' '));

        Assert.Equal("", result.Error);
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("load", "missing URL")]
    [InlineData("load -c many http://httpbin", "invalid value \"many\" for flag -c")]
    [InlineData("load -what 1 http://httpbin", "flag provided but not defined: -what")]
    [InlineData("load http://nowhere/", "lookup nowhere: no such host")]
    [InlineData("fly", "'server', 'load', 'curl' and 'version' are supported")]
    public async Task Mistakes_end_with_1_and_say_what_is_wrong(string arguments, string expected)
    {
        await using var lab = await HttpbinLab.StartAsync();

        var result = await lab.RunFortioAsync(arguments.Split(' '));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("html", "<h1>")]
    [InlineData("json", "\"title\"")]
    [InlineData("xml", "<document")]
    [InlineData("robots.txt", "Disallow: /deny")]
    [InlineData("base64/aGVsbG8=", "hello")]
    [InlineData("hostname", "\"hostname\": \"httpbin\"")]
    [InlineData("basic-auth/u/p", "")]
    [InlineData("dump/request", "GET /dump/request HTTP/1.1")]
    public async Task Httpbin_has_the_pages_that_tasks_ask_for(string path, string expected)
    {
        await using var lab = await HttpbinLab.StartAsync();

        var result = await lab.RunAsync($"curl -s -w '%{{http_code}}' http://httpbin:8080/{path}");

        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        Assert.EndsWith(path.StartsWith("basic-auth", StringComparison.Ordinal) ? "401" : "200", result.Output, StringComparison.Ordinal);
    }
}
