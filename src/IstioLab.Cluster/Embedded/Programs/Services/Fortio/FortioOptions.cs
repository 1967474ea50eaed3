using System.Globalization;

namespace IstioLab.Cluster.Embedded.Programs.Services.Fortio;

/// <summary>What <c>fortio load</c> and <c>fortio curl</c> are told.</summary>
internal sealed record FortioOptions
{
    private static readonly string[] s_switches = ["quiet", "stdclient", "a", "nocatchup", "uniform", "jitter", "allow-initial-errors", "keepalive", "h2"];

    /// <summary>Connections, each with one request at a time.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>Requests per second over all connections; 0 or less for as fast as they go.</summary>
    public double Rate { get; init; } = 8;

    /// <summary>How many requests; 0 to send for <see cref="Duration"/>.</summary>
    public int Count { get; init; }

    /// <summary>How long; zero or less for no end.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Headers, as <c>Name: value</c>.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Whether only the outcome is written.</summary>
    public bool Quiet { get; init; }

    /// <summary>What is asked.</summary>
    public string Url { get; init; } = "";

    /// <summary>Reads the arguments behind the command; an option begins with one dash or two.</summary>
    /// <exception cref="ArgumentException">One is not understood.</exception>
    public static FortioOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new FortioOptions();
        List<string> headers = [];
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith('-'))
            {
                options = options with { Url = arguments[i] };
                continue;
            }

            var name = arguments[i].TrimStart('-');
            var equals = name.IndexOf('=', StringComparison.Ordinal);
            var value = equals < 0 ? null : name[(equals + 1)..];
            name = equals < 0 ? name : name[..equals];
            if (s_switches.Contains(name))
            {
                options = name == "quiet" ? options with { Quiet = value != "false" } : options;
                continue;
            }

            value ??= i + 1 < arguments.Count ? arguments[++i] : throw new ArgumentException($"flag needs an argument: -{name}");
            if (name == "H")
                headers.Add(value);
            else
                options = options.With(name, value);
        }

        return options.Url.Length == 0 ? throw new ArgumentException("missing URL") : options with { Headers = headers };
    }

    private FortioOptions With(string name, string value) => name switch
    {
        "c" => this with { Connections = Math.Clamp(Number(name, value), 1, 256) },
        "n" => this with { Count = Number(name, value) },
        "qps" => this with { Rate = value == "max" ? 0 : double.TryParse(value, CultureInfo.InvariantCulture, out var rate) ? rate : throw Wrong(name, value) },
        "t" => this with { Duration = Seconds(name, value) },
        "loglevel" => this with { Quiet = !value.Equals("info", StringComparison.OrdinalIgnoreCase) },
        "timeout" or "p" or "r" or "labels" or "user" or "content-type" => this,
        _ => throw new ArgumentException($"flag provided but not defined: -{name}"),
    };

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(name, value);

    private static TimeSpan Seconds(string name, string value) => value switch
    {
        [.. var number, 'm', 's'] when double.TryParse(number, CultureInfo.InvariantCulture, out var milliseconds) => TimeSpan.FromMilliseconds(milliseconds),
        [.. var number, 's'] when double.TryParse(number, CultureInfo.InvariantCulture, out var seconds) => TimeSpan.FromSeconds(seconds),
        [.. var number, 'm'] when double.TryParse(number, CultureInfo.InvariantCulture, out var minutes) => TimeSpan.FromMinutes(minutes),
        "0" => TimeSpan.Zero,
        _ => throw Wrong(name, value),
    };

    private static ArgumentException Wrong(string name, string value) => new($"invalid value \"{value}\" for flag -{name}");
}
