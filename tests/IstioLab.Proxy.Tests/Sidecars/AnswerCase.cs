using System.Text.Json;

namespace IstioLab.Proxy.Tests.Sidecars;

/// <summary>One row of the table of answers: rules, a request, and what the client, the log and the application see. Absent is not checked.</summary>
internal sealed record AnswerCase
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public required RequestCase Request { get; init; }

    public int Status { get; init; }

    public string? Flags { get; init; }

    public string? Details { get; init; }

    public string? Body { get; init; }

    public string? ContentType { get; init; }

    public string? Location { get; init; }

    public string? GrpcStatus { get; init; }

    public string? Route { get; init; }

    public string? Cluster { get; init; }

    public string? Reason { get; init; }

    public string? Transport { get; init; }

    public int? Attempts { get; init; }

    public bool RegistryOnly { get; init; }

    public ReceivedCase? Received { get; init; }

    public MirroredCase? Mirrored { get; init; }

    public Dictionary<string, string> ResponseHeaders { get; init; } = [];

    public string[] AbsentHeaders { get; init; } = [];

    public static (AnswerCase Case, string? Rules) Read(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Cases", "Answers", name);
        var rules = Path.Combine(folder, "rules.yaml");
        var read = JsonSerializer.Deserialize<AnswerCase>(File.ReadAllText(Path.Combine(folder, "case.json")), Json)!;
        return (read, File.Exists(rules) ? File.ReadAllText(rules) : null);
    }

    internal sealed record RequestCase(
        string Host, string Ip = "10.96.0.1", string Path = "/", string Method = "GET", string? Body = null, int Busy = 0)
    {
        public Dictionary<string, string> Headers { get; init; } = [];
    }

    internal sealed record ReceivedCase(string? Target, string? Host)
    {
        public Dictionary<string, string> Headers { get; init; } = [];

        public string[] Absent { get; init; } = [];
    }

    internal sealed record MirroredCase(string Pod, string Body);
}
