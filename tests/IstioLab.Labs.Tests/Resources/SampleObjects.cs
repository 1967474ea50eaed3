using System.Text.Json.Nodes;

namespace IstioLab.Labs.Tests.Resources;

internal static class SampleObjects
{
    public const string Pods = "api/v1/pods";
    public const string Services = "api/v1/services";
    public const string VirtualServices = "apis/networking.istio.io/v1/virtualservices";

    public static JsonObject Pod(string name, params string[] containers) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "nolen", ["uid"] = name, ["creationTimestamp"] = "2026-01-02T03:04:05Z" },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray([.. containers.Select(container => new JsonObject { ["name"] = container })]) },
        ["status"] = new JsonObject { ["phase"] = "Running" },
    };

    public static JsonObject Service(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "nolen" } };

    public static JsonObject VirtualService(int first, int second) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "apps", ["namespace"] = "nolen", ["resourceVersion"] = "7" },
        ["spec"] = new JsonObject
        {
            ["hosts"] = new JsonArray("apps"),
            ["http"] = new JsonArray(new JsonObject { ["route"] = new JsonArray(Destination("v1", first), Destination("v2", second)) }),
        },
    };

    private static JsonObject Destination(string host, int weight) =>
        new() { ["destination"] = new JsonObject { ["host"] = host }, ["weight"] = weight };
}
