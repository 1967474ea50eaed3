using System.Text.Json;
using System.Text.Json.Serialization;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>What of a relay survives a restart, because sidecars were configured with it.</summary>
/// <param name="GrpcPort">The port of gRPC; 0 takes a free one.</param>
/// <param name="HttpPort">The port of HTTP; 0 takes a free one.</param>
/// <param name="Token">What senders show; null for nothing.</param>
internal sealed partial record RelayPlace(int GrpcPort, int HttpPort, string? Token)
{
    private const string FileName = "relay";

    public static RelayPlace? Read(EnvironmentFolder? folder)
    {
        try
        {
            return folder?.ReadText(FileName) is { Length: > 0 } text ? JsonSerializer.Deserialize(text, Json.Default.RelayPlace) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(EnvironmentFolder? folder) => folder?.WriteText(FileName, JsonSerializer.Serialize(this, Json.Default.RelayPlace));

    [JsonSerializable(typeof(RelayPlace))]
    private sealed partial class Json : JsonSerializerContext;
}
