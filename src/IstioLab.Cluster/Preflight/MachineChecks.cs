using System.Globalization;

namespace IstioLab.Cluster.Preflight;

/// <summary>Whether this machine can carry a cluster with Istio's demo profile.</summary>
internal static class MachineChecks
{
    private const int GoodInstances = 512;
    private const int GoodWatches = 524_288;
    private const int LeastInstances = 128;
    private const long Gibibyte = 1L << 30;

    public static IEnumerable<PreflightFinding> Of(MachineFacts machine)
    {
        if (machine.InotifyInstances is { } instances && machine.InotifyWatches is { } watches)
        {
            yield return Inotify(instances, watches);
        }

        if (machine.FreeDisk is { } free)
        {
            yield return Disk(free);
        }

        if (machine.IsWsl)
        {
            yield return PreflightFinding.Good("WSL", "memory and CPUs are those of %UserProfile%\\.wslconfig; keep files in the Linux file system, not below /mnt/c.");
        }

        if (machine.ProxyVariables.Count > 0)
        {
            yield return PreflightFinding.Warning("proxy", $"{string.Join(", ", machine.ProxyVariables)} go to the node, with k3s' own networks in NO_PROXY. "
                + "A proxy that opens TLS needs 'certificateAuthority: FILE' in 'clusters.yaml'.");
        }
    }

    private static PreflightFinding Inotify(int instances, int watches)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"max_user_instances '{instances}', max_user_watches '{watches}'");
        const string remedy = "'sudo sysctl fs.inotify.max_user_instances=512 fs.inotify.max_user_watches=524288' (and the same into /etc/sysctl.d/99-istiolab.conf).";
        return instances < LeastInstances
            ? PreflightFinding.Blocking("inotify", $"{text}: a node needs more. {remedy}")
            : instances < GoodInstances || watches < GoodWatches
                ? PreflightFinding.Warning("inotify", $"{text}: 512 and 524288 are good. {remedy}")
                : PreflightFinding.Good("inotify", text);
    }

    private static PreflightFinding Disk(long free)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{(double)free / Gibibyte:0.0} GiB free");
        return free < 3 * Gibibyte
            ? PreflightFinding.Blocking("disk", $"'{text}' is too little: the images take about 3 GB. 'docker system df' shows what Docker has, 'docker image prune' gives some back.")
            : free < 10 * Gibibyte
                ? PreflightFinding.Warning("disk", $"{text}; 10 GB are good. 'docker system df' shows what Docker has.")
                : PreflightFinding.Good("disk", text);
    }
}
