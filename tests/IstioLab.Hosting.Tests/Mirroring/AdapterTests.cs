using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Hosting.Mirroring;
using IstioLab.Hosting.Tests.Model;
using IstioLab.Labs.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace IstioLab.Hosting.Tests.Mirroring;

/// <summary>The adapter against the neutral model's own golden file: what the cluster reported is what Aspire shows.</summary>
public sealed class AdapterTests
{
    private static readonly JsonSerializerOptions s_readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly List<(string Resource, string Command)> _executed = [];

    [Theory]
    [InlineData("canary")]
    [InlineData("canary-embedded")]
    public async Task Neutral_resources_are_shown_as_they_are(string name)
    {
        var resources = Read(name);
        await using var app = Build();
        await AdapterOf(app).ApplyAsync(resources.Select(resource => new LabResourceChange(resource.Name, resource, resource.Type)), ExecuteAsync);

        var actual = JsonSerializer.Serialize(resources.Select(resource => Shown(app, resource)), s_readable) + "\n";

        var golden = Path.Combine(AppContext.BaseDirectory, "Cases", "Adapter", $"{name}.json");
        await File.WriteAllTextAsync($"{golden}.actual", actual, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(golden, TestContext.Current.CancellationToken), actual);
    }

    [Fact]
    public async Task Pod_that_is_gone_is_hidden_and_a_Deployment_is_not_started()
    {
        var resources = Read("canary");
        await using var app = Build();
        var adapter = AdapterOf(app);
        await adapter.ApplyAsync(resources.Select(resource => new LabResourceChange(resource.Name, resource, resource.Type)), ExecuteAsync);
        var pod = resources.First(resource => resource.Type == "Pod");
        var deployment = resources.First(resource => resource.Name == "deployment-nolen-apps-v1");

        await adapter.ApplyAsync([new LabResourceChange(pod.Name, null, "Pod"), new LabResourceChange(deployment.Name, null, "Deployment")], ExecuteAsync);

        var pods = app.ResourceNotifications.TryGetCurrentState(pod.DisplayName, out var shownPod) ? shownPod.Snapshot : null;
        var workload = app.ResourceNotifications.TryGetCurrentState("apps-v1", out var shown) ? shown.Snapshot : null;
        Assert.Equal((true, "Finished"), (pods?.IsHidden, pods?.State?.Text));
        Assert.Equal((false, "NotStarted"), (workload?.IsHidden, workload?.State?.Text));
        Assert.Empty(workload!.Commands);
    }

    [Fact]
    public async Task Cluster_that_ended_leaves_no_address_that_nobody_answers()
    {
        var deployment = Read("canary-embedded").First(resource => resource.Name == "deployment-nolen-apps-v1") with
        {
            Urls = [new LabResourceUrl("http", new Uri("http://127.0.0.1:30080/"))],
        };
        await using var app = Build();
        var adapter = AdapterOf(app);
        await adapter.ApplyAsync([new LabResourceChange(deployment.Name, deployment, deployment.Type)], ExecuteAsync);
        Assert.Single(app.ResourceNotifications.TryGetCurrentState("apps-v1", out var running) ? running.Snapshot.Urls : []);

        await adapter.EndAsync();

        Assert.True(app.ResourceNotifications.TryGetCurrentState("apps-v1", out var ended));
        Assert.Empty(ended.Snapshot.Urls);
    }

    [Fact]
    public async Task Command_passes_what_was_typed_and_gives_back_what_came_out()
    {
        var resources = Read("canary-embedded");
        await using var app = Build();
        await AdapterOf(app).ApplyAsync(resources.Select(resource => new LabResourceChange(resource.Name, resource, resource.Type)), ExecuteAsync);

        var result = await app.ResourceCommands.ExecuteCommandAsync("apps-svc-all-vs", "shift", TestContext.Current.CancellationToken);

        Assert.Equal((true, "done", "done"), (result.Success, result.Message, result.Data?.Value));
        Assert.Equal([("virtualservice-nolen-apps-svc-all-vs", "shift")], _executed);
    }

    private static object Shown(DistributedApplication app, LabResource resource)
    {
        var board = app.Services.GetRequiredService<MirrorBoard>();
        Assert.Equal(resource, board.Find("lab", resource.Name));
        var name = resource.Name == "cluster" ? "lab" : NameOf(app, resource);
        Assert.True(app.ResourceNotifications.TryGetCurrentState(name, out var shown), $"'{name}' is not shown.");
        var snapshot = shown.Snapshot;
        return new
        {
            shown.Resource.Name,
            snapshot.ResourceType,
            State = snapshot.State?.Text,
            snapshot.State?.Style,
            Hidden = snapshot.IsHidden ? true : (bool?)null,
            Properties = snapshot.Properties.Where(property => property.Value is string).ToDictionary(property => property.Name, property => property.Value),
            Urls = snapshot.Urls.Select(url => $"{url.Name} {url.Url}"),
            Relationships = snapshot.Relationships.Select(relation => $"{relation.Type} → {relation.ResourceName}"),
            Commands = snapshot.Commands.Where(command => resource.Commands.Any(other => other.Name == command.Name)).Select(command =>
                $"{command.Name}({string.Join(", ", command.Arguments.Select(argument => $"{argument.Name}: {argument.InputType} = '{argument.Value}'"))}) {command.State}"),
        };
    }

    private static string NameOf(DistributedApplication app, LabResource resource)
    {
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();
        return model.Resources.OfType<MirroredResource>().FirstOrDefault(other => other.MirroredName == resource.Name)?.Name
            ?? resource.DisplayName[(resource.DisplayName.IndexOf('/', StringComparison.Ordinal) + 1)..];
    }

    private static List<LabResource> Read(string name)
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "Resources", name, "resources.json")));
        return golden.RootElement.GetProperty("final").Deserialize<List<LabResource>>(s_readable)!;
    }

    private static DistributedApplication Build()
    {
        var builder = ModelBuilder.Create();
        builder.AddEmbeddedCluster("lab").WithLab("canary");
        return builder.Build();
    }

    private static ResourceAdapter AdapterOf(DistributedApplication app)
    {
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();
        var cluster = model.Resources.OfType<IstioLabClusterResource>().Single();
        return new ResourceAdapter(cluster, model, app.Services.GetRequiredService<MirrorBoard>(), app.ResourceNotifications, TimeProvider.System);
    }

    private Task<LabCommandResult> ExecuteAsync(
        string resource, string command, IReadOnlyDictionary<string, string> arguments, IProgress<LabCommandProgress>? progress, CancellationToken cancellationToken)
    {
        _executed.Add((resource, command));
        return Task.FromResult(new LabCommandResult(true, "done"));
    }
}
