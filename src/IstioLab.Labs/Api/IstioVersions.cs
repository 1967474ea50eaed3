namespace IstioLab.Labs.Api;

/// <summary>
/// The versions in which Istio serves a kind. The stable ones came with 1.22, and the fields of a kind are the same in each of its
/// versions, so an older release gets an object in the version that it has.
/// </summary>
internal static class IstioVersions
{
    private const string Group = ".istio.io/";

    private static readonly string[] s_newestFirst = ["v1", "v1beta1", "v1alpha3", "v1alpha1"];

    /// <summary>What to try, beginning with what was asked for; of other groups that alone.</summary>
    public static IEnumerable<string> Candidates(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/');
        return slash > 0 && apiVersion.AsSpan(0, slash + 1).EndsWith(Group, StringComparison.Ordinal)
            ? s_newestFirst.Select(version => $"{apiVersion[..slash]}/{version}").Prepend(apiVersion).Distinct(StringComparer.Ordinal)
            : [apiVersion];
    }
}
