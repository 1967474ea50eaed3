namespace IstioLab.Dummy;

/// <summary>Plays the part of the Aspire command that unpacks its bundle.</summary>
internal static class AspireCommand
{
    public const string Version = "99.1.2+0123abc";

    /// <summary>
    /// Unpacks a bundle whose dashboard is the dummy, and notes that it did in a file beside the folder. Fails, as the real command
    /// does on a new machine, when no variable tells where the folder is that it has to check.
    /// </summary>
    public static int SetUp(string folder)
    {
        if (Environment.GetEnvironmentVariable("ASPIRE_LAYOUT_PATH") != folder)
        {
            Console.Error.WriteLine($"Bundle was extracted to {folder} but layout validation failed.");
            return 6;
        }

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
