using System.Text.Json;
using System.Text.Json.Serialization;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cluster.K3d;

/// <summary>What is known of a cluster of ours that is complete, for the start that uses it again.</summary>
internal sealed partial record K3dState
{
    private const string FileName = "k3d.json";

    public required string Kubernetes { get; init; }

    public required string Istio { get; init; }

    public required int HttpPort { get; init; }

    public required int HttpsPort { get; init; }

    /// <summary>Images that are replaced in the labs, by what.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();

    /// <returns>Null when no complete cluster is known.</returns>
    public static K3dState? Read(EnvironmentFolder folder)
    {
        try
        {
            return folder.ReadText(FileName) is { Length: > 0 } text ? JsonSerializer.Deserialize(text, StateJson.Default.K3dState) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(EnvironmentFolder folder) => folder.WriteText(FileName, JsonSerializer.Serialize(this, StateJson.Default.K3dState));

    public static void Remove(EnvironmentFolder folder) => folder.Remove(FileName);

    [JsonSerializable(typeof(K3dState))]
    private sealed partial class StateJson : JsonSerializerContext;
}
