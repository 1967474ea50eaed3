using System.Text.Json.Nodes;

namespace IstioLab.Hosting.Sidecars;

/// <summary>The objects that an application of the AppHost needs in a mesh and that nobody wrote.</summary>
internal static class MeshObjects
{
    public const int ServicePort = 80;

    public static JsonObject Namespace(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new JsonObject { ["name"] = name },
    };

    /// <summary>The Service of all versions of an application.</summary>
    public static JsonObject Service(string app, string ns) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject { ["name"] = app, ["namespace"] = ns, ["labels"] = new JsonObject { ["app"] = app } },
        ["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["app"] = app },
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["port"] = ServicePort }),
        },
    };

    /// <summary>A subset per version, named like it.</summary>
    public static JsonObject DestinationRule(string app, string ns, IEnumerable<string> versions) => new()
    {
        ["apiVersion"] = "networking.istio.io/v1",
        ["kind"] = "DestinationRule",
        ["metadata"] = new JsonObject { ["name"] = app, ["namespace"] = ns },
        ["spec"] = new JsonObject
        {
            ["host"] = app,
            ["subsets"] = new JsonArray([.. versions.Select(version => new JsonObject { ["name"] = version, ["labels"] = new JsonObject { ["version"] = version } })]),
        },
    };
}
