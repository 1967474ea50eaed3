using System.Text.Json;

namespace IstioLab.Cluster.Tests.Embedded.Edge;

/// <summary>One row of the table of answers at a gateway. What is absent is not checked.</summary>
internal sealed record GatewayAnswerCase
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public required string Host { get; init; }

    public string Path { get; init; } = "/";

    public string Version { get; init; } = "1.1";

    public required int Status { get; init; }

    public required string Body { get; init; }

    public required string Flags { get; init; }

    public string? Details { get; init; }

    public string? Cluster { get; init; }

    public string? Location { get; init; }

    public string? ContentType { get; init; }

    public Dictionary<string, string> ResponseHeaders { get; init; } = [];

    public static string Folder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Cases", "gateway-answers");

    public static (GatewayAnswerCase Case, string Objects) Read(string name)
    {
        var folder = System.IO.Path.Combine(Folder, name);
        return (
            JsonSerializer.Deserialize<GatewayAnswerCase>(File.ReadAllText(System.IO.Path.Combine(folder, "case.json")), s_json)!,
            File.ReadAllText(System.IO.Path.Combine(folder, "objects.yaml")));
    }
}
