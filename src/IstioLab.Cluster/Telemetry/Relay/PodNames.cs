using System.Text.RegularExpressions;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>Guesses a workload from a pod's name alone, for pods that the API has not shown yet.</summary>
internal static partial class PodNames
{
    public static string WorkloadOf(string pod) => Suffix().Replace(pod, "");

    // Kubernetes draws these suffixes from letters and digits that make no words; a StatefulSet counts.
    [GeneratedRegex("(-[bcdfghjklmnpqrstvwxz2456789]{6,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}$|-[0-9]{1,4}$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Suffix();
}
