using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;

namespace IstioLab.Cluster.Embedded.Streaming.Channels;

/// <summary>The Status that ends a command's conversation; kubectl takes its own exit code from it.</summary>
internal static class CommandStatus
{
    public static byte[] OfExit(int code) => code == 0 ? Success() : Bytes(new JsonObject
    {
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = $"command terminated with non-zero exit code: command terminated with exit code {Number(code)}",
        ["reason"] = "NonZeroExitCode",
        ["details"] = new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = Number(code) }),
        },
    });

    public static byte[] OfRefusal(ApiStatus status) => Bytes(status.ToJson());

    private static byte[] Success() => Bytes(new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" });

    private static byte[] Bytes(JsonObject status) => System.Text.Encoding.UTF8.GetBytes(status.ToJsonString());

    private static string Number(int code) => code.ToString(CultureInfo.InvariantCulture);
}
