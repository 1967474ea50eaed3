using System.Globalization;
using IstioLab.Cluster.Docker;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Preflight;

/// <summary>Whether a Docker engine can carry a cluster with Istio's demo profile.</summary>
internal static class EngineChecks
{
    private const long Gibibyte = 1L << 30;

    // The engine counts a little less than the 4 GB that were given to its machine.
    private const long LeastMemory = (long)(3.7 * Gibibyte);
    private const long GoodMemory = (long)(5.7 * Gibibyte);
    private const int LeastProcessors = 2;
    private const int GoodProcessors = 4;

    public static IEnumerable<PreflightFinding> Of(DockerEngine engine, MachineFacts machine) =>
        [Version(engine), Memory(engine, machine), Processors(engine, machine), Architecture(engine, machine), Cgroup(engine, machine)];

    private static PreflightFinding Version(DockerEngine engine)
    {
        var old = ToolVersion.TryParse(engine.Version, out var found) && found < ToolVersion.Parse(DockerTool.Oldest);
        return old
            ? PreflightFinding.Blocking("Docker", $"version '{engine.Version}' is too old; {DockerTool.Oldest} or newer is needed: https://docs.docker.com/engine/install/.")
            : PreflightFinding.Good("Docker", $"{engine.Version} ({engine.System})");
    }

    private static PreflightFinding Memory(DockerEngine engine, MachineFacts machine)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{(double)engine.Memory / Gibibyte:0.0} GiB");
        if (engine.Memory == 0)
        {
            return PreflightFinding.Warning("Docker's memory", "not told by 'docker info'; 4 GB are needed, 6 GB are good.");
        }

        return engine.Memory < LeastMemory
            ? PreflightFinding.Blocking("Docker's memory", $"'{size}' is too little; 4 GB are needed, 6 GB are good. {MoreMemory(engine, machine)}")
            : engine.Memory < GoodMemory
                ? PreflightFinding.Warning("Docker's memory", $"'{size}' is enough for one lab; 6 GB are good. {MoreMemory(engine, machine)}")
                : PreflightFinding.Good("Docker's memory", size);
    }

    private static PreflightFinding Processors(DockerEngine engine, MachineFacts machine) => engine.Processors switch
    {
        0 => PreflightFinding.Warning("Docker's CPUs", "not told by 'docker info'; 2 are needed, 4 are good."),
        < LeastProcessors => PreflightFinding.Blocking("Docker's CPUs", $"'{engine.Processors}' is too few; 2 are needed, 4 are good. {MoreProcessors(engine, machine)}"),
        < GoodProcessors => PreflightFinding.Warning("Docker's CPUs", $"'{engine.Processors}' will do, slowly; 4 are good. {MoreProcessors(engine, machine)}"),
        _ => PreflightFinding.Good("Docker's CPUs", engine.Processors.ToString(CultureInfo.InvariantCulture)),
    };

    private static PreflightFinding Architecture(DockerEngine engine, MachineFacts machine)
    {
        var own = engine.Architecture switch
        {
            "x86_64" or "amd64" => "amd64",
            "aarch64" or "arm64" => "arm64",
            _ => engine.Architecture,
        };
        if (own is not ("amd64" or "arm64"))
        {
            return PreflightFinding.Blocking("architecture", $"'{own}': k3s and Istio have images for amd64 and arm64 alone. Use './lab up', or '--cluster current'.");
        }

        return own == machine.Platform.GoArchitecture
            ? PreflightFinding.Good("architecture", own)
            : PreflightFinding.Warning("architecture", $"containers are '{own}', this machine is '{machine.Platform.GoArchitecture}': emulation is slow. "
                + "Unset DOCKER_DEFAULT_PLATFORM, or choose a Docker for this processor.");
    }

    private static PreflightFinding Cgroup(DockerEngine engine, MachineFacts machine) => engine.CgroupVersion == "1"
        ? PreflightFinding.Warning("control groups", "version '1' is going out of use. "
            + (machine.IsWsl ? "'wsl --update', then 'wsl --shutdown'." : "Boot with 'systemd.unified_cgroup_hierarchy=1'."))
        : PreflightFinding.Good("control groups", engine.CgroupVersion.Length == 0 ? "not told" : $"version {engine.CgroupVersion}");

    private static string MoreMemory(DockerEngine engine, MachineFacts machine) =>
        machine.IsWsl || (engine.IsDesktop && machine.Platform.System == MachineSystem.Windows)
            ? "Write '[wsl2]' and 'memory=6GB' into %UserProfile%\\.wslconfig, then 'wsl --shutdown'."
            : engine.IsDesktop ? "Docker Desktop: Settings, Resources, Memory: 6 GB, Apply." : "Colima: 'colima start --memory 6'. Elsewhere: use a larger machine.";

    private static string MoreProcessors(DockerEngine engine, MachineFacts machine) =>
        machine.IsWsl || (engine.IsDesktop && machine.Platform.System == MachineSystem.Windows)
            ? "Write '[wsl2]' and 'processors=4' into %UserProfile%\\.wslconfig, then 'wsl --shutdown'."
            : engine.IsDesktop ? "Docker Desktop: Settings, Resources, CPU limit: 4, Apply." : "Colima: 'colima start --cpu 4'. Elsewhere: use a larger machine.";
}
