using IstioLab.Cluster.Environments;

namespace IstioLab.Cli.Hosting;

/// <summary>An environment's folder that exists for one command and goes with it.</summary>
internal sealed class OwnEnvironment : IAsyncDisposable
{
    private readonly string _home;

    private OwnEnvironment(string home)
    {
        _home = home;
        Folder = new LabHome(home).Open("verify");
        Folder.Create();
    }

    /// <summary>The folder.</summary>
    public EnvironmentFolder Folder { get; }

    /// <summary>Makes one in the temporary folder.</summary>
    public static OwnEnvironment Create() => new(Directory.CreateTempSubdirectory("istiolab-verify-").FullName);

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(Folder.SocketFolder))
        {
            Directory.Delete(Folder.SocketFolder, recursive: true);
        }

        Directory.Delete(_home, recursive: true);
        return ValueTask.CompletedTask;
    }
}
