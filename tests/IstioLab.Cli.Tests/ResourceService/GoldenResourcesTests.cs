using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Google.Protobuf;
using IstioLab.Cli.ResourceService;
using IstioLab.Labs.Resources;

namespace IstioLab.Cli.Tests.ResourceService;

/// <summary>
/// The resources that the neutral model recorded, as the dashboard gets them. One folder per case: the model's own golden file in, the
/// messages out; the adapter adds nothing but the dashboard's way to write it.
/// </summary>
public sealed class GoldenResourcesTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Recorded => Path.Combine(AppContext.BaseDirectory, "Cases", "Resources");

    public static TheoryData<string> Folders => new(Directory.GetDirectories(Recorded).Select(folder => Path.GetFileName(folder)!));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Recorded_resources_become_the_recorded_messages(string folder)
    {
        var resources = Read(folder);
        var names = resources.ToDictionary(resource => resource.Name, resource => resource.DisplayName, StringComparer.Ordinal);
        var messages = new JsonArray([.. resources.Select(resource => JsonNode.Parse(JsonFormatter.Default.Format(ResourceMapper.Map(resource, names.GetValueOrDefault))))]);

        var actual = messages.ToJsonString(Readable) + "\n";
        var place = Path.Combine(Recorded, folder);
        File.WriteAllText(Path.Combine(place, "actual-dashboard.json"), actual);
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "Dashboard", folder + ".json")), actual, ignoreLineEndingDifferences: true);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Nothing_of_a_recorded_resource_is_lost(string folder) => Assert.All(Read(folder), resource =>
    {
        var mapped = ResourceMapper.Map(resource, name => name);
        Assert.Equal(resource.Properties.Count + (resource.Parent is null ? 0 : 1), mapped.Properties.Count);
        Assert.Equal(resource.Commands.Select(command => command.Name), mapped.Commands.Select(command => command.Name));
        Assert.Equal(resource.Relations.Select(relation => relation.Target), mapped.Relations.Select(relation => relation.ShownAs));
        Assert.Equal(resource.Health.Select(health => health.Key), mapped.Health.Select(health => health.Key));
        Assert.Equal(resource.Urls.Select(url => url.Url.ToString()), mapped.Addresses.Select(address => address.Url));
    });

    private static List<LabResource> Read(string folder)
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(Recorded, folder, "resources.json")));
        return golden.RootElement.GetProperty("final").Deserialize<List<LabResource>>(Web)!;
    }
}
