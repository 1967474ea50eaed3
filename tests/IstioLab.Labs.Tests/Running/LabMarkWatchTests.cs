using System.Text.Json.Nodes;
using System.Threading.Channels;
using IstioLab.Labs.Running;
using IstioLab.Labs.Tests.Resources;

namespace IstioLab.Labs.Tests.Running;

public sealed class LabMarkWatchTests
{
    private const string Namespaces = "api/v1/namespaces";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steps_and_the_end_of_a_lab_are_told_whoever_applies_them()
    {
        var cluster = new FakeCluster();
        cluster.List(Namespaces, Namespace("default"), Namespace("nolen", "canary", 1));
        var news = Channel.CreateUnbounded<string>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var watching = new LabMarkWatch(cluster, TimeProvider.System).RunAsync(
            mark => news.Writer.TryWrite($"{mark.Lab} {mark.Step}"), mark => news.Writer.TryWrite($"{mark.Lab} gone"), end.Token);

        Assert.Equal("canary 1", await news.Reader.ReadAsync(Token));

        await WriteAsync(cluster, "MODIFIED", Namespace("nolen", "canary", 1));
        await WriteAsync(cluster, "MODIFIED", Namespace("nolen", "canary", 2));
        Assert.Equal("canary 2", await news.Reader.ReadAsync(Token));

        await WriteAsync(cluster, "DELETED", Namespace("nolen", "canary", 2));
        Assert.Equal("canary gone", await news.Reader.ReadAsync(Token));

        await WriteAsync(cluster, "ADDED", Namespace("shop", "storefront", 1));
        Assert.Equal("storefront 1", await news.Reader.ReadAsync(Token));

        cluster.List(Namespaces, Namespace("default"));
        await cluster.EndAsync(Namespaces);
        Assert.Equal("storefront gone", await news.Reader.ReadAsync(Token));

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    private static Task WriteAsync(FakeCluster cluster, string type, JsonObject ns) =>
        cluster.WriteAsync(Namespaces, new JsonObject { ["type"] = type, ["object"] = ns }.ToJsonString());

    private static JsonObject Namespace(string name, string? lab = null, int step = 0)
    {
        var annotations = lab is null ? [] : new JsonObject { [LabMark.LabAnnotation] = lab, [LabMark.StepAnnotation] = $"{step}" };
        return new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = annotations } };
    }
}
