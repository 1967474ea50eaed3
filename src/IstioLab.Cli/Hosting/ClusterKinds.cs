namespace IstioLab.Cli.Hosting;

/// <summary>The clusters that a lab can run on, as the command line names them.</summary>
internal static class ClusterKinds
{
    public const string Embedded = "embedded";

    public const string K3d = "k3d";

    public const string Current = "current";
}
