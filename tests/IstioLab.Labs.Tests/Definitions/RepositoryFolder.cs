namespace IstioLab.Labs.Tests.Definitions;

internal static class RepositoryFolder
{
    public static string Labs { get; } = Path.Combine(FindRoot(), "labs");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Aspire.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds 'Aspire.sln'.");
    }
}
