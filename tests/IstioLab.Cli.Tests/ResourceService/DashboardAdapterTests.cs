using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using IstioLab.Cli.ResourceService.Wire;
using InputField = IstioLab.Cli.ResourceService.Wire.Input;

namespace IstioLab.Cli.Tests.ResourceService;

public sealed class DashboardAdapterTests
{
    private const string RouteName = "virtualservice-nolen-apps";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_without_the_key_is_refused()
    {
        await using var served = await ServedCluster.StartAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await served.Client.GetApplicationInformationAsync(new AboutRequest(), cancellationToken: Token));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.Equal("IstioLab", (await served.Client.GetApplicationInformationAsync(new AboutRequest(), served.Key, cancellationToken: Token)).ApplicationName);
    }

    [Fact]
    public async Task Watch_begins_with_everything_and_each_resource_has_what_the_dashboard_demands()
    {
        await using var served = await ServedCluster.StartAsync();
        using var call = served.Client.WatchResources(new ResourcesRequest(), served.Key, cancellationToken: Token);

        Assert.True(await call.ResponseStream.MoveNext(Token));
        var resources = call.ResponseStream.Current.Everything.Resources;

        Assert.Equal(["cluster", "istio", "pod-nolen-one", "service-nolen-v1", "service-nolen-v2", RouteName], resources.Select(resource => resource.Name));
        Assert.All(resources, resource =>
        {
            Assert.NotNull(resource.Created);
            Assert.All(new[] { resource.Kind, resource.ShownAs, resource.Uid }, text => Assert.NotEmpty(text));
        });
        var route = resources.Single(resource => resource.Name == RouteName);
        Assert.Equal(("90_%_v1_·_10_%_v2", "success"), (route.State, route.StateStyle));
        Assert.Equal(["svc/v1 90 %", "svc/v2 10 %"], route.Relations.Select(relation => $"{relation.ShownAs} {relation.Type}"));
        Assert.True(route.Commands.Single(command => command.Name == "shift").Highlighted);
        Assert.Equal("cluster", resources.Single(resource => resource.Name == "istio").Properties.Single(property => property.Name == "resource.parentName").Value.StringValue);
    }

    [Fact]
    public async Task Command_with_arguments_is_done_and_the_watch_tells_the_new_state()
    {
        await using var served = await ServedCluster.StartAsync();
        using var call = served.Client.WatchResources(new ResourcesRequest(), served.Key, cancellationToken: Token);
        await call.ResponseStream.MoveNext(Token);
        var request = new CommandRequest { Command = "shift", Resource = RouteName };
        request.Arguments["v1"] = Value.ForNumber(50);
        request.Arguments["v2"] = Value.ForString("50");

        var answer = await served.Client.ExecuteResourceCommandAsync(request, served.Key, cancellationToken: Token);

        Assert.Equal((CommandOutcome.Done, "VirtualService 'vs/apps' now splits 50 % v1 · 50 % v2."), (answer.Outcome, answer.Message));
        await call.ResponseStream.MoveNext(Token);
        Assert.Equal("50_%_v1_·_50_%_v2", call.ResponseStream.Current.Changes.Changes_.Single(change => change.Resource?.Name == RouteName).Resource.State);
    }

    [Fact]
    public async Task Command_without_arguments_asks_and_asks_again_after_a_wrong_answer()
    {
        await using var served = await ServedCluster.StartAsync();
        using var talk = served.Client.WatchInteractions(served.Key, cancellationToken: Token);
        var answer = await AskedAsync(served, talk);
        var question = talk.ResponseStream.Current;
        Assert.Equal(["v1 (%) now 90", "v2 (%) now 10"], question.Inputs.Inputs_.Select(input => $"{input.Label} {input.Hint}"));

        await ReplyAsync(talk, question, "60", "60");
        await talk.ResponseStream.MoveNext(Token);
        var again = talk.ResponseStream.Current;
        Assert.Equal(question.Id, again.Id);
        Assert.Contains("they must add up to 100", again.Inputs.Inputs_[0].Problems.Single(), StringComparison.Ordinal);
        Assert.Contains("they must add up to 100", again.Inputs.Inputs_[0].Description, StringComparison.Ordinal);
        Assert.Equal("60", again.Inputs.Inputs_[0].Value);
        await ReplyAsync(talk, again, "0", "100");

        Assert.Equal(CommandOutcome.Done, (await answer).Outcome);
        Assert.Contains("\"weight\":100", Assert.Single(served.Cluster.Patches), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dialog_that_is_closed_cancels_the_command()
    {
        await using var served = await ServedCluster.StartAsync();
        using var talk = served.Client.WatchInteractions(served.Key, cancellationToken: Token);
        var answer = await AskedAsync(served, talk);

        await talk.RequestStream.WriteAsync(new InteractionReply { Id = talk.ResponseStream.Current.Id, Ended = new Ended() }, Token);

        Assert.Equal(CommandOutcome.Cancelled, (await answer).Outcome);
        Assert.Empty(served.Cluster.Patches);
    }

    [Fact]
    public async Task Console_shows_the_lines_of_the_container_with_their_numbers()
    {
        await using var served = await ServedCluster.StartAsync();
        using var call = served.Client.WatchResourceConsoleLogs(new LogRequest { Resource = "pod-nolen-one", OnlyPresent = true }, served.Key, cancellationToken: Token);

        var lines = new List<string>();
        while (await call.ResponseStream.MoveNext(Token))
        {
            lines.AddRange(call.ResponseStream.Current.Lines.Select(line => $"{line.Number}: {line.Text}"));
        }

        Assert.Equal(["1: 2026-01-02T03:04:05.1Z one", "2: 2026-01-02T03:04:05.2Z two"], lines);
    }

    private static async Task<Task<CommandAnswer>> AskedAsync(ServedCluster served, AsyncDuplexStreamingCall<InteractionReply, Interaction> talk)
    {
        await talk.ResponseHeadersAsync.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Token);
        var answer = served.Client.ExecuteResourceCommandAsync(new CommandRequest { Command = "shift", Resource = RouteName }, served.Key, cancellationToken: Token).ResponseAsync;
        Assert.True(await talk.ResponseStream.MoveNext(Token));
        return answer;
    }

    private static Task ReplyAsync(AsyncDuplexStreamingCall<InteractionReply, Interaction> talk, Interaction question, params string[] values)
    {
        var inputs = new Inputs();
        inputs.Inputs_.AddRange(question.Inputs.Inputs_.Zip(values, (input, value) => new InputField { Name = input.Name, Value = value }));
        return talk.RequestStream.WriteAsync(new InteractionReply { Id = question.Id, Inputs = inputs }, Token);
    }
}
