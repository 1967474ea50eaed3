using IstioLab.Labs.Api;
using IstioLab.Labs.Tests.Api;
using IstioLab.Labs.Traffic;

namespace IstioLab.Labs.Tests.Traffic;

/// <summary>Clients without curl: what a busybox's wget prints.</summary>
public sealed class WgetTests
{
    private static readonly PodView s_pod = PodView.Read(System.Text.Json.Nodes.JsonNode.Parse(
        """{"metadata":{"name":"client","namespace":"nolen"},"spec":{"containers":[{"name":"c1"}]},"status":{"phase":"Running"}}""")!.AsObject());

    [Theory]
    [InlineData("  HTTP/1.1 200 OK|  content-length: 3|  server: envoy|c1||@istiolab 0 100.10 100.25", 200, 0, "c1", 0.15)]
    [InlineData("  HTTP/1.1 503 Service Unavailable|  server: envoy|wget: server returned error: HTTP/1.1 503 Service Unavailable||@istiolab 1 1.00 1.00", 503, 0, "HTTP 503", 0)]
    [InlineData("wget: bad address 'apps-svc'||@istiolab 1 1 1", 0, 6, "unknown host", 0)]
    [InlineData("wget: can't connect to remote host (10.0.0.1): Connection refused||@istiolab 1 1 1", 0, 7, "refused", 0)]
    [InlineData("|@istiolab 4 1 1", 0, 7, "refused", 0)]
    [InlineData("wget: download timed out||@istiolab 1 1.00 4.00", 0, 28, "timed out", 3)]
    [InlineData("  HTTP/1.1 302 Found|  location: http://b/|  HTTP/1.1 200 OK|  x: y|there: is a colon||@istiolab 0 1 1", 200, 0, "there: is a colon", 0)]
    public void Answer_is_read(string lines, int status, int code, string label, double seconds)
    {
        List<TrafficAnswer> answers = [];
        var output = new WgetOutput(answers.Add, keepsBodies: true);
        foreach (var line in lines.Split('|'))
        {
            output.Add(line);
        }

        var answer = Assert.Single(answers);
        Assert.Equal((status, code, label), (answer.Status, answer.CurlExitCode, answer.Label));
        Assert.Equal(seconds, answer.Duration.TotalSeconds, precision: 6);
    }

    [Fact]
    public void Headers_and_body_are_kept_and_the_next_answer_begins_anew()
    {
        List<TrafficAnswer> answers = [];
        var output = new WgetOutput(answers.Add, keepsBodies: true);
        foreach (var line in (string[])["  HTTP/1.1 200 OK", "  x-a: 1", "one", "two", "", "@istiolab 0 1 1", "  HTTP/1.1 200 OK", "three", "", "@istiolab 0 1 1"])
        {
            output.Add(line);
        }

        Assert.Equal("one\ntwo", answers[0].Body);
        Assert.Equal([new("x-a", "1")], answers[0].Headers);
        Assert.Equal("three", answers[1].Body);
        Assert.Empty(answers[1].Headers);
    }

    [Fact]
    public async Task Client_without_curl_asks_with_wget()
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.Run = command => command.Contains("command -v wget", StringComparison.Ordinal) ? "  HTTP/1.1 200 OK\nc2\n\n@istiolab 0 1 1\n" : null;
        server.ExitCode = 127;

        var answers = await TrafficSender.CollectAsync(server.Api, s_pod, new TrafficRequest { Url = "http://apps-svc-all" }, TestContext.Current.CancellationToken);

        Assert.Equal("c2", Assert.Single(answers).Label);
    }

    [Fact]
    public async Task Client_with_neither_is_told()
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.ExitCode = 127;

        var thrown = await Assert.ThrowsAsync<KubeApiException>(() => TrafficSender.CollectAsync(
            server.Api, s_pod, new TrafficRequest { Url = "http://apps-svc-all" }, TestContext.Current.CancellationToken));

        Assert.Contains("neither curl nor wget", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_that_wget_lacks_are_told() => Assert.Contains(
        "wget sends no 'DELETE'",
        Assert.Throws<KubeApiException>(() => WgetScript.Write(new TrafficRequest { Url = "http://a", Method = "DELETE" }, 1)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Script_is_what_a_shell_of_busybox_runs() => Assert.Equal(
        "command -v wget >/dev/null || exit 127; i=0; while [ $i -lt 3 ]; do read s _ </proc/uptime; wget -S -q -O - -T 10 --header 'username: nolen' 'http://apps-svc-all' 2>&1; "
            + "e=$?; read t _ </proc/uptime; echo; echo \"@istiolab $e $s $t\"; i=$((i+1)); done",
        WgetScript.Write(new TrafficRequest { Url = "http://apps-svc-all", Headers = [KeyValuePair.Create("username", "nolen")] }, 3));
}
