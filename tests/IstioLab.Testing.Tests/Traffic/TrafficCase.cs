using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Testing.Tests.Traffic;

/// <summary>One action or policy: rules, and requests with what the client, the upstream, the log and the metrics see. Absent is not checked.</summary>
internal sealed record TrafficCase
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>What is sent, in order.</summary>
    public required Send[] Sends { get; init; }

    public static IEnumerable<string> Names => Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Cases", "Traffic");

    public static (TrafficCase Case, string? Rules) Read(string name)
    {
        var rules = Path.Combine(Root, name, "rules.yaml");
        var read = JsonSerializer.Deserialize<TrafficCase>(File.ReadAllText(Path.Combine(Root, name, "case.json")), s_json)!;
        return (read, File.Exists(rules) ? rules : null);
    }

    internal sealed record Send
    {
        public string From { get; init; } = "client";

        public string Method { get; init; } = "GET";

        public string Url { get; init; } = "http://httpbin:8000/anything";

        public Dictionary<string, string> Headers { get; init; } = [];

        public string? Body { get; init; }

        public int Count { get; init; } = 1;

        public int Concurrency { get; init; } = 1;

        /// <summary>Whether requests send the cookie back that the first answer set.</summary>
        public bool KeepsCookie { get; init; }

        public int Status { get; init; } = 200;

        /// <summary>In place of one status: all that occur, each at least once.</summary>
        public int[]? Some { get; init; }

        public string? Flags { get; init; } = "-";

        public string? Details { get; init; }

        public string? Route { get; init; }

        public string? Cluster { get; init; }

        /// <summary>The workload that the metrics name as destination.</summary>
        public string? To { get; init; }

        /// <summary>Shares in percent by destination workload.</summary>
        public Dictionary<string, int>? Split { get; init; }

        /// <summary>How many different pods answered.</summary>
        public int? Pods { get; init; }

        public int? Attempts { get; init; }

        /// <summary>The workloads of all attempts, in order, when they are not all of one.</summary>
        public string[]? Tried { get; init; }

        public string? Text { get; init; }

        public Dictionary<string, string> ResponseHeaders { get; init; } = [];

        public string[] AbsentHeaders { get; init; } = [];

        public string? Reason { get; init; }

        public double? LeastSeconds { get; init; }

        public double? MostSeconds { get; init; }

        public Received? Received { get; init; }

        public Mirrored? Mirrored { get; init; }

        public Dump[] Dumps { get; init; } = [];
    }

    /// <summary>The request as httpbin shows it.</summary>
    internal sealed record Received(string? Url, string? Method)
    {
        public Dictionary<string, string> Headers { get; init; } = [];

        public string[] Absent { get; init; } = [];
    }

    /// <summary>Copies that a workload must get, in percent of the requests.</summary>
    internal sealed record Mirrored(string To, int Percent, string? Host);

    /// <summary>Entries of one of the proxy's own pages that have some values: how many, and what they have besides.</summary>
    internal sealed record Dump(string Page, JsonObject Where, int? Count, JsonObject? Have);
}
