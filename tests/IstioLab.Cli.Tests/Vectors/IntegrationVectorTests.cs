using System.Text;
using System.Text.Json.Nodes;
using IstioLab.Config.Tests.Vectors;

namespace IstioLab.Cli.Tests.Vectors;

/// <summary>Requests of Istio's integration tests, as far as routing alone decides them.</summary>
public sealed class IntegrationVectorTests
{
    private const string File = "routes.sample.jsonl";

    private const string PodAddress = "10.0.0.9";

    public static TheoryData<int, string> Requests() => VectorFile.Rows(File, row =>
        VectorFile.Text(row["kind"]) == "integration" && Deviations.OfIntegration(VectorFile.Text(row["source"])).Length == 0);

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Request_gets_the_answer_that_Istio_gives(int index, string source)
    {
        var row = VectorFile.Load(File)[index];
        Assert.Equal(source, VectorFile.Text(row["source"]));
        var actual = await ExplainCommandLine.AskAsync([Services(), VectorFile.Text(row["config"])], ToLine(row), "-n", "echo");

        var expect = row["expect"]!;
        if (expect["error"] is not null)
        {
            Assert.Equal("blackhole", VectorFile.Text(actual["action"]));
            return;
        }

        if (expect["passthrough"] is not null)
        {
            Assert.Equal("passthrough", VectorFile.Text(actual["action"]));
            return;
        }

        var status = row["request"]!["followRedirects"] is null ? (int)expect["status"]! : 301;
        Assert.True((int?)actual["response"]?["status"] == (status == 200 ? null : status), actual.ToJsonString());
        if (status == 200 && expect["destination"] is { } destination)
        {
            Assert.Contains(
                $"||{destination}.echo.svc.cluster.local",
                string.Join(',', actual["destinations"]!.AsArray().Select(item => VectorFile.Text(item!["cluster"]))),
                StringComparison.Ordinal);
        }

        if (expect["upstreamHost"] is { } host)
        {
            Assert.Equal(VectorFile.Text(host), VectorFile.Text(actual["rewrite"]?["authority"]));
        }
    }

    private static JsonObject ToLine(JsonObject row)
    {
        var request = row["request"]!;
        var gateway = VectorFile.Text(request["from"]) != "a";
        var headers = new JsonObject();
        foreach (var (name, value) in request["headers"]?.AsObject() ?? [])
        {
            var text = VectorFile.Text(value);
            headers[name] = name == "Authorization" ? "Bearer " + Token(row["claims"]!) : text;
        }

        if (request["hostHeader"] is { } host)
        {
            headers["host"] = VectorFile.Text(host).Replace("<pod IP>", PodAddress, StringComparison.OrdinalIgnoreCase);
        }

        var name2 = VectorFile.Text(request["host"]);
        return new JsonObject
        {
            ["from"] = new JsonObject
            {
                ["type"] = gateway ? "gateway" : "sidecar",
                ["namespace"] = gateway ? "istio-system" : "echo",
                ["labels"] = gateway ? new JsonObject { ["istio"] = "ingressgateway" } : new JsonObject { ["app"] = "a" },
            },
            ["method"] = VectorFile.Text(request["method"]),
            ["url"] = $"http://{(name2.StartsWith('<') ? PodAddress : name2)}{VectorFile.Text(request["path"])}",
            ["port"] = (int)request["port"]!,
            ["headers"] = headers,
        };
    }

    private static string Token(JsonNode claims) =>
        $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.e30";

    private static string Services()
    {
        var result = new StringBuilder();
        foreach (var (name, address) in new[] { ("a", "10.1.0.1"), ("b", "10.1.0.2"), ("c", "10.1.0.3"), ("d", "10.1.0.4"), ("headless", "None"), ("consistent-hash", "10.1.0.6") })
        {
            result.Append("apiVersion: v1\nkind: Service\nmetadata: { name: ").Append(name)
                .Append(", namespace: echo }\nspec:\n  clusterIP: ").Append(address)
                .Append("\n  selector: { app: ").Append(name).Append(" }\n  ports:\n")
                .Append("  - { name: http, port: 80 }\n  - { name: http2, port: 85 }\n  - { name: auto-http, port: 81 }\n")
                .Append("  - { name: tcp, port: 9090 }\n  - { name: grpc, port: 7070 }\n  - { name: http-workload, port: 18080 }\n  - { name: auto-workload, port: 18081 }\n---\n");
        }

        return result.ToString();
    }
}
