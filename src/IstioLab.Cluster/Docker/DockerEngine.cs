using System.Globalization;
using System.Text.RegularExpressions;

namespace IstioLab.Cluster.Docker;

/// <summary>What <c>docker info</c> says about the engine.</summary>
internal sealed partial record DockerEngine
{
    /// <summary>The engine's version, such as <c>27.3.1</c>; empty when it does not tell.</summary>
    public string Version { get; init; } = "";

    /// <summary>The processors that containers can use; 0 when it does not tell.</summary>
    public int Processors { get; init; }

    /// <summary>The memory that containers can use, in bytes; 0 when it does not tell.</summary>
    public long Memory { get; init; }

    /// <summary>The architecture, such as <c>x86_64</c>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The control groups' version, <c>1</c> or <c>2</c>.</summary>
    public string CgroupVersion { get; init; } = "";

    /// <summary>The system, such as <c>Docker Desktop</c> or <c>Ubuntu 24.04.1 LTS</c>.</summary>
    public string System { get; init; } = "";

    /// <summary>The folder of images and volumes, in the engine's own file system.</summary>
    public string RootFolder { get; init; } = "";

    /// <summary>Whether containers run in a virtual machine with limits of its own.</summary>
    public bool IsDesktop => System.Contains("Desktop", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the text of <c>docker info</c>, whose lines are <c>Name: value</c> at varying depth.</summary>
    public static DockerEngine Read(string text)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0)
            {
                fields.TryAdd(line[..colon].Trim(), line[(colon + 2)..].Trim());
            }
        }

        return new DockerEngine
        {
            Version = fields.GetValueOrDefault("Server Version", ""),
            Processors = int.TryParse(fields.GetValueOrDefault("CPUs"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0,
            Memory = Bytes(fields.GetValueOrDefault("Total Memory", "")),
            Architecture = fields.GetValueOrDefault("Architecture", ""),
            CgroupVersion = fields.GetValueOrDefault("Cgroup Version", ""),
            System = fields.GetValueOrDefault("Operating System", ""),
            RootFolder = fields.GetValueOrDefault("Docker Root Dir", ""),
        };
    }

    private static long Bytes(string text)
    {
        var match = Size().Match(text);
        if (!match.Success || !double.TryParse(match.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return 0;
        }

        var factor = match.Groups["unit"].Value switch
        {
            "TiB" => 1L << 40,
            "GiB" => 1L << 30,
            "MiB" => 1L << 20,
            "KiB" => 1L << 10,
            _ => 1L,
        };
        return (long)(number * factor);
    }

    [GeneratedRegex(@"^(?<number>[\d.]+)\s*(?<unit>[KMGT]iB|B)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Size();
}
