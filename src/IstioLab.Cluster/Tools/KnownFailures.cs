using System.Text.RegularExpressions;

namespace IstioLab.Cluster.Tools;

/// <summary>What tools say when something known is wrong, and what helps.</summary>
internal static partial class KnownFailures
{
    private static readonly (Regex Seen, string Advice)[] s_known =
    [
        (Webhook(), "Istio's injector was not ready. Try again in a moment: './lab up'."),
        (Daemon(), "Real clusters need Docker, and its engine does not answer. Start Docker Desktop or 'sudo systemctl start docker'; './lab up' needs no Docker."),
        (Port(), "A port of this machine is taken. Start again: other free ports are chosen."),
        (Cgroup(), "The kernel gives containers no memory control group. WSL: 'wsl --update', then 'wsl --shutdown'. Linux: boot with 'cgroup_enable=memory', "
            + "better with control groups version 2. See https://docs.k3s.io/known-issues."),
        (Conntrack(), "This k3s is too old for the kernel. Use a newer one: '--kubernetes 1.35'."),
        (Limits(), "The registry limits anonymous downloads. 'docker login', or name a mirror in 'clusters.yaml' (docs/real-clusters.md)."),
        (Certificate(), "A certificate is not trusted, as behind a company's proxy. Name its authority: 'certificateAuthority: FILE' in 'clusters.yaml' (docs/real-clusters.md)."),
        (Pull(), "An image cannot be pulled. Name a mirror ('mirrors') or an archive ('imageBundles') in 'clusters.yaml' (docs/real-clusters.md)."),
        (Files(), "The node ran out of inotify instances or files. 'sudo sysctl fs.inotify.max_user_instances=512 fs.inotify.max_user_watches=524288'."),
        (Timeout(), "The cluster did not start in time. Give Docker at least 4 GB of memory and 2 CPUs, and check 'fs.inotify.max_user_instances' (512 or more): './lab doctor'."),
    ];

    /// <summary>Advice for what a tool wrote; null when nothing known is in it.</summary>
    public static string? Advise(string output)
    {
        foreach (var (seen, advice) in s_known)
        {
            if (seen.IsMatch(output))
            {
                return advice;
            }
        }

        return null;
    }

    /// <summary>The host port that is taken, where a tool names it.</summary>
    public static int? TakenPort(string output)
    {
        var match = Port().Match(output);
        return match.Success && int.TryParse(match.Groups["port"].Value, out var port) ? port : null;
    }

    [GeneratedRegex(@"Cannot connect to the Docker daemon|docker_engine|dockerDesktopLinuxEngine", RegexOptions.ExplicitCapture)]
    private static partial Regex Daemon();

    [GeneratedRegex(@"(:(?<port>\d{2,5})[^\n]{0,40})?(port is already allocated|address already in use)", RegexOptions.ExplicitCapture)]
    private static partial Regex Port();

    [GeneratedRegex(@"cannot find cgroup mount destination|failed to find memory cgroup", RegexOptions.ExplicitCapture)]
    private static partial Regex Cgroup();

    [GeneratedRegex(@"nf_conntrack_max: permission denied", RegexOptions.ExplicitCapture)]
    private static partial Regex Conntrack();

    [GeneratedRegex(@"toomanyrequests", RegexOptions.ExplicitCapture)]
    private static partial Regex Limits();

    [GeneratedRegex(@"x509: certificate signed by unknown authority", RegexOptions.ExplicitCapture)]
    private static partial Regex Certificate();

    [GeneratedRegex(@"ImagePullBackOff|ErrImagePull|manifest unknown|pull access denied", RegexOptions.ExplicitCapture)]
    private static partial Regex Pull();

    [GeneratedRegex(@"failed calling webhook", RegexOptions.ExplicitCapture)]
    private static partial Regex Webhook();

    [GeneratedRegex(@"too many open files", RegexOptions.ExplicitCapture)]
    private static partial Regex Files();

    [GeneratedRegex(@"context deadline exceeded|resources not ready after|Failed Cluster Start", RegexOptions.ExplicitCapture)]
    private static partial Regex Timeout();
}
