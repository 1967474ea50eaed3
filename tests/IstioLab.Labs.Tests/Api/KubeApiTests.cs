using System.Net;
using IstioLab.Labs.Api;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Labs.Tests.Api;

/// <summary>What real API servers, and what stands before them, do besides answering.</summary>
public sealed class KubeApiTests
{
    private const string Busy = """{"kind":"Status","message":"the server has received too many requests and has asked us to try again later","code":429}""";

    private readonly ImpatientTime _time = new(TimeSpan.FromSeconds(30));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429, "2", 2)]
    [InlineData(429, null, 1)]
    [InlineData(429, "3600", 10)]
    [InlineData(503, "3", 3)]
    public async Task Busy_server_is_asked_again_when_it_says(int status, string? after, int pause)
    {
        await using var server = await FakeKubernetes.StartAsync(_time);
        server.Objects["api/v1/namespaces/nolen"] = "{}";
        server.First = Refuse(2, status, after);

        await server.Api.GetAsync("api/v1/namespaces/nolen", Token);

        Assert.Equal([TimeSpan.FromSeconds(pause), TimeSpan.FromSeconds(pause)], _time.Pauses);
    }

    [Fact]
    public async Task Server_that_stays_busy_is_told_in_its_own_words()
    {
        await using var server = await FakeKubernetes.StartAsync(_time);
        server.First = Refuse(int.MaxValue, 429, "1");

        var thrown = await Assert.ThrowsAsync<KubeApiException>(() => server.Api.GetAsync("api/v1/pods", Token));

        Assert.Equal(HttpStatusCode.TooManyRequests, thrown.Status);
        Assert.Contains("too many requests", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unavailable_server_that_names_no_time_is_not_asked_again()
    {
        await using var server = await FakeKubernetes.StartAsync(_time);
        server.First = Refuse(int.MaxValue, 503, null);

        await Assert.ThrowsAsync<KubeApiException>(() => server.Api.GetAsync("api/v1/pods", Token));

        Assert.Empty(_time.Pauses);
    }

    [Fact]
    public async Task Silent_server_is_told_after_a_minute()
    {
        var time = new ImpatientTime(TimeSpan.FromMinutes(1));
        await using var server = await FakeKubernetes.StartAsync(time);
        server.First = async context =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };

        var thrown = await Assert.ThrowsAsync<KubeApiException>(() => server.Api.GetAsync("api/v1/pods", Token));

        Assert.Contains("did not answer 'api/v1/pods' within 60 s", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_of_a_proxy_is_no_answer_of_an_API_server()
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.Objects["api/v1/pods"] = "<html>sign in</html>";

        var thrown = await Assert.ThrowsAsync<KubeApiException>(() => server.Api.GetAsync("api/v1/pods", Token));

        Assert.Contains("'<html>sign in</html>'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("does a proxy answer in its place", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_breaks_off_is_told()
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.First = async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("{\"items\":", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            return true;
        };

        var thrown = await Assert.ThrowsAsync<KubeApiException>(() => server.Api.GetAsync("api/v1/pods", Token));

        Assert.Contains("broke off its answer to 'api/v1/pods'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_are_handed_out()
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.First = async context =>
        {
            context.Response.Headers.Append("Warning", "299 - \"would violate PodSecurity \\\"restricted:latest\\\"\"");
            await context.Response.WriteAsync("{}", context.RequestAborted);
            return true;
        };
        List<string> warnings = [];

        await server.Api.SendAsync(HttpMethod.Post, "apis/apps/v1/namespaces/nolen/deployments", null, "application/json", warnings.Add, Token);

        Assert.Equal(["would violate PodSecurity \"restricted:latest\""], warnings);
    }

    [Theory]
    [InlineData("v1beta1")]
    [InlineData("v1alpha3")]
    public async Task Kind_is_found_in_the_version_that_an_older_Istio_serves(string served)
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.Objects[$"apis/networking.istio.io/{served}"] =
            """{"resources":[{"name":"virtualservices","kind":"VirtualService","namespaced":true},{"name":"virtualservices/status","kind":"VirtualService","namespaced":true}]}""";

        var place = await server.Api.FindPlaceAsync("networking.istio.io/v1", "VirtualService", Token);

        Assert.Equal($"networking.istio.io/{served}", place.ApiVersion);
        Assert.Equal($"apis/networking.istio.io/{served}/namespaces/nolen/virtualservices/x", place.Object("nolen", "x"));
    }

    [Fact]
    public async Task Command_that_is_cut_off_has_not_succeeded()
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.Run = _ => "half\n";
        server.CutsOff = true;

        var thrown = await Assert.ThrowsAsync<KubeApiException>(() => PodExec.RunAsync(server.Api, "nolen", "client", "c1", ["cat", "x"], _ => { }, Token));

        Assert.Contains("container 'c1' of pod 'nolen/client'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_command_is_told_in_the_server_s_words()
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.First = async context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync("""{"kind":"Status","message":"pods \"client\" is forbidden: User \"me\" cannot create resource \"pods/exec\"","code":403}""");
            return true;
        };
        server.RefusesCommands = true;

        var thrown = await Assert.ThrowsAsync<KubeApiException>(() => PodExec.RunAsync(server.Api, "nolen", "client", "c1", ["cat"], _ => { }, Token));

        Assert.Contains("failed: pods \"client\" is forbidden", thrown.Message, StringComparison.Ordinal);
    }

    private static Func<HttpContext, Task<bool>> Refuse(int times, int status, string? after)
    {
        var seen = 0;
        return async context =>
        {
            if (Interlocked.Increment(ref seen) > times)
            {
                return false;
            }

            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = after;
            await context.Response.WriteAsync(Busy, context.RequestAborted);
            return true;
        };
    }
}
