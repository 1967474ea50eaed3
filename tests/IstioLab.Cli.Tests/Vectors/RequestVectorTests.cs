using System.Text.Json.Nodes;
using IstioLab.Config.Tests.Vectors;

namespace IstioLab.Cli.Tests.Vectors;

/// <summary>Requests of Istio's simulation tests, explained.</summary>
public sealed class RequestVectorTests
{
    private const string File = "routes.sample.jsonl";
    private const string ProxyNote = "proxy: ";

    public static TheoryData<int, string> Requests() => VectorFile.Rows(File, row =>
        VectorFile.Text(row["kind"]) is "sidecar-routes" or "simulation"
        && VectorFile.Text(row["request"]!["at"]) != "sidecar-inbound"
        && !Deviations.Simulation.ContainsKey(VectorFile.Text(row["source"])));

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_meets_what_Istio_says(int index, string source)
    {
        var row = VectorFile.Load(File)[index];
        Assert.Equal(source, VectorFile.Text(row["source"]));
        var actual = await ExplainCommandLine.AskAsync(
            [VectorFile.Text(row["config"]), ExplainCommandLine.Mesh(Settings(row))], ToLine(row["request"]!));

        Assert.Empty(Differences(row["expect"]!.AsObject(), actual));
    }

    /// <summary>What Istio's test says of one proxy (<c>DNS_CAPTURE</c>) is a setting of the mesh for all: <c>ISTIO_META_DNS_CAPTURE</c>.</summary>
    private static JsonNode? Settings(JsonObject row)
    {
        var note = VectorFile.Text(row["note"]);
        if (!note.StartsWith(ProxyNote, StringComparison.Ordinal) || JsonNode.Parse(note[ProxyNote.Length..])!["metadata"] is not JsonObject metadata)
        {
            return row["mesh"];
        }

        var settings = row["mesh"]?.DeepClone().AsObject() ?? [];
        settings["defaultConfig"] = new JsonObject
        {
            ["proxyMetadata"] = new JsonObject(metadata.Where(pair => pair.Value is JsonValue)
                .Select(pair => KeyValuePair.Create<string, JsonNode?>($"ISTIO_META_{pair.Key}", VectorFile.Text(pair.Value)))),
        };
        return settings;
    }

    private static JsonObject ToLine(JsonNode request)
    {
        var gateway = VectorFile.Text(request["at"]) == "gateway";
        var http = VectorFile.Text(request["protocol"]) is "http" or "http2";
        var tls = VectorFile.Text(request["tls"]) is "tls" or "mtls";
        var host = VectorFile.Text(request["host"]) is { Length: > 0 } name ? name : "unknown";
        var port = (int)request["port"]!;
        var scheme = (http, tls) switch { (true, true) => "https", (true, false) => "http", (false, true) => "tls", _ => "tcp" };
        var space = VectorFile.Text(request["proxyNamespace"]);
        var line = new JsonObject
        {
            ["from"] = new JsonObject
            {
                ["type"] = gateway ? "gateway" : "sidecar",
                ["namespace"] = gateway ? "istio-system" : space.Length > 0 ? space : "default",
                ["labels"] = new JsonObject { [gateway ? "istio" : "app"] = gateway ? "ingressgateway" : "foo" },
                ["ip"] = "1.1.1.1",
            },
            ["url"] = $"{scheme}://{host}{VectorFile.Text(request["path"])}",
            ["port"] = port,
        };
        if (VectorFile.Text(request["destinationIP"]) is { Length: > 0 } address)
        {
            line["destinationIp"] = char.IsAsciiDigit(address[0]) ? address : "203.0.113.9";
        }

        return line;
    }

    private static IEnumerable<string> Differences(JsonObject expect, JsonNode actual)
    {
        foreach (var (key, value) in expect)
        {
            var wanted = VectorFile.Text(value);
            var (found, same) = key switch
            {
                "cluster" => Clusters(actual, wanted),
                "virtualHost" when value is null => (VectorFile.Text(actual["virtualHost"]), VectorFile.Text(actual["virtualHost"]) is "" or "allow_any" or "block_all"),
                "virtualHost" => Same(actual["virtualHost"], wanted),
                "listener" => Same(actual["listener"], wanted),
                "routeConfig" => Same(actual["routeConfiguration"], wanted),
                "route" => Same(actual["route"], wanted),
                "flags" => Same(actual["response"]?["flags"], wanted),
                "status" => ($"{actual["response"]?["status"]}", $"{actual["response"]?["status"]}" == wanted),
                "simulationError" => Error(actual, wanted),
                _ => ("", true),
            };
            if (!same)
            {
                yield return $"{key}: expected '{wanted}', was '{found}' in {actual.ToJsonString()}";
            }
        }
    }

    private static (string Found, bool Same) Same(JsonNode? actual, string wanted) =>
        (VectorFile.Text(actual), VectorFile.Text(actual) == wanted);

    /// <summary>Istio's tests have no cluster domain: <c>a.default</c> stands for <c>a.default.svc.cluster.local</c>.</summary>
    private static (string Found, bool Same) Clusters(JsonNode actual, string wanted)
    {
        var clusters = actual["destinations"]?.AsArray().Select(item => VectorFile.Text(item!["cluster"])).ToList() ?? [];
        return (
            string.Join(',', clusters),
            clusters.Exists(cluster => cluster.Replace(".svc.cluster.local", "", StringComparison.Ordinal)
                == wanted.Replace(".svc.cluster.local", "", StringComparison.Ordinal)));
    }

    private static (string Found, bool Same) Error(JsonNode actual, string wanted)
    {
        var details = VectorFile.Text(actual["response"]?["details"]);
        return (details, wanted switch
        {
            "no filter chains matched" => details == "filter_chain_not_found",
            "no listener matched" => details == "no_listener",
            "no route matched" or "no virtual host matched" => details == "route_not_found",
            "protocol error" => details == "http1.codec_error",
            _ => details.Length > 0,
        });
    }
}
