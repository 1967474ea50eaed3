using IstioLab.Labs.Resources;

namespace IstioLab.Labs.Tests.Resources;

public sealed class ResourceCommandsTests
{
    private const string RoutePath = "apis/networking.istio.io/v1/namespaces/nolen/virtualservices/apps";

    private static readonly ClusterInfo Info = new("embedded", "default", "1.36", "1.30", new Uri("https://127.0.0.1:1"), "", DateTimeOffset.UnixEpoch);

    private readonly FakeCluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shift_changes_the_weights_and_nothing_else()
    {
        var result = await ExecuteAsync("virtualservice-nolen-apps", "shift", ("v1", "30"), ("v2", "70"));

        Assert.Equal(new LabCommandResult(true, "VirtualService 'vs/apps' now splits 30 % v1 · 70 % v2."), result);
        var (method, path, body) = Assert.Single(_cluster.Changes);
        Assert.Equal(("PATCH", RoutePath), (method, path));
        Assert.Equal(
            """{"metadata":{"resourceVersion":"7"},"spec":{"http":[{"route":[{"destination":{"host":"v1"},"weight":30},{"destination":{"host":"v2"},"weight":70}]}]}}""",
            body!.ToJsonString());
    }

    [Theory]
    [InlineData("60", "50", "VirtualService 'vs/apps': Weights 'v1 60' and 'v2 50' add up to 110; they must add up to 100. Type for example 'v2 50' alone: an empty weight takes the rest.")]
    [InlineData("-5", "ten", "VirtualService 'vs/apps': Weight '-5' of 'v1' must be a whole number from 0 to 100. Weight 'ten' of 'v2' must be a whole number from 0 to 100.")]
    [InlineData("", "101", "VirtualService 'vs/apps': Weight '101' of 'v2' must be a whole number from 0 to 100.")]
    public async Task Bad_weights_are_answered_with_the_rule_and_change_nothing(string first, string second, string message)
    {
        var result = await ExecuteAsync("virtualservice-nolen-apps", "shift", ("v1", first), ("v2", second));

        Assert.Equal(new LabCommandResult(false, message), result);
        Assert.Empty(_cluster.Changes);
    }

    [Fact]
    public async Task One_weight_leaves_the_rest_to_the_other()
    {
        var result = await ExecuteAsync("virtualservice-nolen-apps", "shift", ("v2", "50"));

        Assert.Equal(new LabCommandResult(true, "VirtualService 'vs/apps' now splits 50 % v1 · 50 % v2."), result);
    }

    [Fact]
    public async Task No_weight_changes_nothing_and_says_what_to_type()
    {
        var result = await ExecuteAsync("virtualservice-nolen-apps", "shift");

        Assert.Equal(new LabCommandResult(true, "VirtualService 'vs/apps' stays at 90 % v1 · 10 % v2. Type a weight to change it, such as 'v2 50'."), result);
        Assert.Empty(_cluster.Changes);
    }

    [Fact]
    public async Task Header_gets_a_rule_before_the_others()
    {
        var result = await ExecuteAsync("virtualservice-nolen-apps", "route-header", ("header", "Username"), ("value", "nolen"));

        Assert.Equal(new LabCommandResult(true, "VirtualService 'vs/apps' now sends requests with 'username: nolen' to v2 (v2)."), result);
        Assert.StartsWith(
            """{"metadata":{"resourceVersion":"7"},"spec":{"http":[{"match":[{"headers":{"username":{"exact":"nolen"}}}],"route":[{"destination":{"host":"v2"}}]},{"route":[""",
            Assert.Single(_cluster.Changes).Body!.ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_and_version_that_cannot_be_are_refused_together()
    {
        var result = await ExecuteAsync("virtualservice-nolen-apps", "route-header", ("header", "user name"), ("version", "v3"));

        Assert.Equal(
            new LabCommandResult(
                false,
                "VirtualService 'vs/apps': Header 'user name' must be letters, digits and hyphens, such as 'end-user'. There is no version 'v3'. The versions are 'v1', 'v2'."),
            result);
        Assert.Empty(_cluster.Changes);
    }

    [Fact]
    public async Task Argument_that_the_command_does_not_have_is_answered() => Assert.Equal(
        new LabCommandResult(false, "VirtualService 'vs/apps': 'shift' has no argument 'v3'. It has 'v1', 'v2'."),
        await ExecuteAsync("virtualservice-nolen-apps", "shift", ("v3", "10")));

    [Fact]
    public async Task Delete_removes_the_pod()
    {
        var result = await ExecuteAsync("pod-nolen-one", "delete");

        Assert.True(result.Succeeded);
        Assert.Equal(("DELETE", "api/v1/namespaces/nolen/pods/one"), (_cluster.Changes.Single().Method, _cluster.Changes.Single().Path));
    }

    [Theory]
    [InlineData("pod-nolen-one", "fly", "Pod 'one' has no command 'fly'. It has 'delete'.")]
    [InlineData("pod-nolen-gone", "delete", "There is no resource 'pod-nolen-gone' any more.")]
    public async Task Unknown_command_or_resource_is_answered(string resource, string command, string message) =>
        Assert.Equal(new LabCommandResult(false, message), await ExecuteAsync(resource, command));

    private async Task<LabCommandResult> ExecuteAsync(string resource, string command, params (string Name, string Value)[] arguments)
    {
        var route = SampleObjects.VirtualService(90, 10);
        _cluster.List(SampleObjects.Pods, SampleObjects.Pod("one", "c"));
        _cluster.List(SampleObjects.Services, SampleObjects.Service("v1"), SampleObjects.Service("v2"));
        _cluster.List(SampleObjects.VirtualServices, route);
        _cluster.Answers[RoutePath] = route;
        await using var hub = ResourceHub.Start(_cluster, Info, TimeProvider.System);
        using var subscription = hub.Subscribe();
        while (hub.Find("virtualservice-nolen-apps") is null || hub.Find("pod-nolen-one") is null)
        {
            await subscription.Changes.WaitToReadAsync(Token);
            subscription.Changes.TryRead(out _);
        }

        return await ResourceCommands.OfObjects(_cluster, hub, TimeProvider.System)
            .ExecuteAsync(resource, command, arguments.ToDictionary(argument => argument.Name, argument => argument.Value), null, Token);
    }
}
