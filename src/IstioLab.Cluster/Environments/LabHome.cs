namespace IstioLab.Cluster.Environments;

/// <summary>The folder that holds one folder per environment: <c>$ISTIOLAB_HOME</c>, else <c>istiolab</c> in the per-user data folder.</summary>
public sealed class LabHome
{
    /// <summary>The variable that moves the home.</summary>
    public const string Variable = "ISTIOLAB_HOME";

    /// <summary>A home in a folder; nothing is created before something is written.</summary>
    /// <param name="folder">An absolute or relative path.</param>
    public LabHome(string folder)
    {
        Folder = Path.GetFullPath(folder);
    }

    /// <summary>The absolute path.</summary>
    public string Folder { get; }

    /// <summary>The home of this user.</summary>
    public static LabHome OfUser()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        return new LabHome(string.IsNullOrWhiteSpace(folder) ? DefaultFolder() : folder);
    }

    /// <summary>One environment's folder, whether or not it exists.</summary>
    /// <exception cref="ArgumentException">The name breaks <see cref="EnvironmentName"/>'s rule.</exception>
    public EnvironmentFolder Open(string name)
    {
        if (EnvironmentName.Check(name) is { } problem)
        {
            throw new ArgumentException(problem, nameof(name));
        }

        return new EnvironmentFolder(name, Path.Combine(Folder, name));
    }

    /// <summary>The environments that have a folder, by name.</summary>
    public IReadOnlyList<EnvironmentFolder> List()
    {
        if (!Directory.Exists(Folder))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateDirectories(Folder)
                .Select(path => Path.GetFileName(path))
                .Where(name => EnvironmentName.Check(name) is null)
                .Order(StringComparer.Ordinal)
                .Select(Open),
        ];
    }

    private static string DefaultFolder()
    {
        var data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "istiolab");
    }
}
