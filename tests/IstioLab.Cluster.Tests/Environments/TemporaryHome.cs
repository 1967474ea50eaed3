using IstioLab.Cluster.Environments;

namespace IstioLab.Cluster.Tests.Environments;

internal sealed class TemporaryHome : IDisposable
{
    public LabHome Home { get; } = new(Directory.CreateTempSubdirectory("il-home-").FullName);

    public void Dispose() => Directory.Delete(Home.Folder, recursive: true);
}
