using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IstioLab.Labs.Resources;

namespace IstioLab.Labs.Tests.Resources;

/// <summary>Recorded events of a cluster in, the changes of the neutral model out: one folder per case.</summary>
public sealed class ResourceMirrorTests
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly ClusterInfo Info = new(
        "embedded",
        "default",
        "1.36",
        "1.30",
        new Uri("https://127.0.0.1:6443"),
        "kubeconfig",
        new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.Zero)) { Labs = [SampleLabs.Canary] };

    private static string Cases => Path.Combine(AppContext.BaseDirectory, "Cases", "Resources");

    public static TheoryData<string> Folders => new(Directory.GetDirectories(Cases).Select(folder => Path.GetFileName(folder)!));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Events_give_the_recorded_changes_and_resources(string folder)
    {
        var mirror = new ResourceMirror(Info);
        var history = File.ReadLines(Path.Combine(Cases, folder, "events.jsonl")).Select(line => Apply(mirror, line)).ToList();

        var actual = JsonSerializer.Serialize(new { history, final = mirror.Resources }, Readable) + "\n";
        File.WriteAllText(Path.Combine(Cases, folder, "actual.json"), actual);
        Assert.Equal(File.ReadAllText(Path.Combine(Cases, folder, "resources.json")), actual, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Cluster_that_does_not_answer_says_so_and_recovers()
    {
        var mirror = new ResourceMirror(Info);

        var lost = Assert.Single(mirror.SetProblem("refused"));
        Assert.Equal(("Not answering", LabResourceStyle.Error), (lost.Resource!.State, lost.Resource.Style));
        Assert.Empty(mirror.SetProblem("refused"));
        Assert.Equal("Running", Assert.Single(mirror.SetProblem(null)).Resource!.State);
    }

    [Fact]
    public void Fields_of_wrong_types_break_nothing()
    {
        var mirror = new ResourceMirror(Info);
        foreach (var kind in new[] { "Pod", "Service", "Deployment", "VirtualService", "DestinationRule", "WorkloadEntry" })
        {
            var value = JsonNode.Parse("""{"metadata":{"name":"x","namespace":"y","labels":[]},"spec":{"http":{"a":1},"selector":"no","ports":7,"replicas":"many","hosts":[{}]},"status":[]}""")!.AsObject();
            Assert.NotEmpty(mirror.Apply(new ClusterEvent(ObjectKey.Of(kind, value), value)));
        }

        Assert.Equal(8, mirror.Resources.Count);
    }

    private static string Apply(ResourceMirror mirror, string line)
    {
        var change = JsonNode.Parse(line)!.AsObject();
        var type = (string)change["type"]!;
        var value = change["object"]!.AsObject();
        var key = ObjectKey.Of((string)value["kind"]!, value);
        var changes = mirror.Apply(new ClusterEvent(key, type == "DELETED" ? null : value))
            .Select(changed => $"{changed.Name} {(changed.Resource is { } present ? $"is '{present.State}' ({present.Style})" : "is gone")}");
        return $"{type} {key.ResourceName}: {string.Join(", ", changes)}";
    }
}
