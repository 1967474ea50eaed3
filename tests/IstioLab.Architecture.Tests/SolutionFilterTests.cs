using System.Text.Json;
using System.Xml.Linq;

namespace IstioLab.Architecture.Tests;

/// <summary>`lab test` falls back to the filter where Aspire's packages do not restore: it must have everything else.</summary>
public sealed class SolutionFilterTests
{
    public static TheoryData<string> AllProjects => new(Repository.Projects.Select(Repository.Relative));

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void Filter_has_each_project_that_needs_no_Aspire_package(string project)
    {
        using var filter = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "IstioLab.NoAspire.slnf")));
        var listed = filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
            .Select(item => item.GetString()!.Replace('\\', '/'))
            .ToList();

        Assert.NotEqual(NeedsAspire(project, []), listed.Contains(project));
    }

    private static bool NeedsAspire(string project, HashSet<string> seen)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, project));
        if (text.Contains("\"Aspire.", StringComparison.Ordinal))
        {
            return true;
        }

        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, project))!;
        return XDocument.Parse(text).Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")?.Value.Replace('\\', '/'))
            .OfType<string>()
            .Select(reference => Repository.Relative(Path.GetFullPath(Path.Combine(folder, reference))))
            .Any(reference => seen.Add(reference) && NeedsAspire(reference, seen));
    }
}
