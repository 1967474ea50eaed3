using System.Security.Cryptography;
using System.Text;

namespace IstioLab.Cluster.Environments;

/// <summary>
/// A word that tells what an environment made on a machine or a cluster that others use too: the same after a restart or a crash, another
/// one for another home folder or machine. It fits a Kubernetes label.
/// </summary>
public static class EnvironmentMark
{
    /// <summary>The mark of an environment.</summary>
    public static string Of(EnvironmentFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var place = Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{folder.Folder}");
        return $"{folder.Name}-{Convert.ToHexStringLower(SHA256.HashData(place).AsSpan(0, 4))}";
    }
}
