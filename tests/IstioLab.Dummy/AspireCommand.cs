namespace IstioLab.Dummy;

/// <summary>Plays the part of the Aspire command that unpacks its bundle.</summary>
internal static class AspireCommand
{
    public const string Version = "99.1.2+0123abc";

    /// <summary>Unpacks a bundle whose dashboard is the dummy, and notes that it did in a file beside the folder.</summary>
    public static int SetUp(string folder)
    {
        File.AppendAllText(folder + ".setups", "set up\n");
        var managed = Directory.CreateDirectory(Path.Combine(folder, "versions", "99.1.2_0123abc", "managed")).FullName;
        var dashboard = Path.Combine(managed, "aspire-managed");
        if (OperatingSystem.IsWindows())
        {
            File.WriteAllText(dashboard + ".cmd", $"@\"{Environment.ProcessPath}\" %*");
        }
        else
        {
            File.CreateSymbolicLink(dashboard, Environment.ProcessPath!);
        }

        return 0;
    }
}
