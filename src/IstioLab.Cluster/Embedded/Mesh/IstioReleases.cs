using IstioLab.Config.Discovery;
using IstioLab.Config.Injection;
using IstioLab.Config.Validation;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>A release as the parts of the mesh ask for it. What is not 1.17 follows 1.30, the reference.</summary>
internal static class IstioReleases
{
    public static IstioVersion Validation(string version) => IstioVersion.TryParse(version, out var parsed) ? parsed : IstioVersion.Current;

    public static InjectionOptions Injection(string version) => new() { Release = Release(version) };

    public static MeshSettings Settings(string version) => new() { Release = Release(version) };

    private static IstioRelease Release(string version) =>
        version == "1.17" || version.StartsWith("1.17.", StringComparison.Ordinal) ? IstioRelease.Istio117 : IstioRelease.Istio130;
}
