using System.Xml.Linq;

namespace IstioLab.Architecture.Tests;

/// <summary>Reads the project files, not the assemblies: a project whose packages did not restore is held to its arrows too.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["AppHost"] = ["IstioLab.Hosting", "Storefront", "Pricing"],
        ["ServiceDefaults"] = [],
        ["Storefront"] = ["ServiceDefaults"],
        ["Pricing"] = ["ServiceDefaults"],
        ["IstioLab.Config"] = [],
        ["IstioLab.Proxy"] = ["IstioLab.Config"],
        ["IstioLab.Cluster"] = ["IstioLab.Config", "IstioLab.Proxy"],
        ["IstioLab.Labs"] = ["IstioLab.Config", "IstioLab.Cluster"],
        ["IstioLab.Hosting"] = ["IstioLab.Config", "IstioLab.Cluster", "IstioLab.Labs"],
        ["IstioLab.Testing"] = ["IstioLab.Config", "IstioLab.Cluster", "IstioLab.Labs"],
        ["IstioLab.Cli"] = ["IstioLab.Config", "IstioLab.Proxy", "IstioLab.Cluster", "IstioLab.Labs", "IstioLab.Testing"],
    };

    private static readonly string[] ForbiddenNames = ["Common", "Core", "Utils", "Abstractions"];

    public static TheoryData<string> ProductProjects =>
        new(Repository.Projects.Where(path => !IsTestOrBenchmark(path)).Select(Repository.Relative));

    public static TheoryData<string> AllProjects => new(Repository.Projects.Select(Repository.Relative));

    [Theory]
    [MemberData(nameof(ProductProjects))]
    public void Project_references_only_what_the_design_allows(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.True(Allowed.TryGetValue(name, out var allowed), $"Project '{name}' has no row in the arrows of the design.");

        var references = References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.Empty(references.Except(allowed, StringComparer.Ordinal));
    }

    [Fact]
    public void Config_depends_on_YamlDotNet_alone()
    {
        var config = Repository.Projects.Single(path => path.EndsWith("IstioLab.Config.csproj", StringComparison.Ordinal));

        Assert.Equal(["YamlDotNet"], References(Repository.Relative(config), "PackageReference"));
        Assert.Empty(References(Repository.Relative(config), "FrameworkReference"));
    }

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void Project_is_not_named_for_nothing(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.DoesNotContain(name.Split('.'), part => ForbiddenNames.Contains(part, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void Solution_lists_the_project(string project)
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Aspire.sln")).Replace('\\', '/');
        Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal);
    }

    private static bool IsTestOrBenchmark(string path)
    {
        var top = Repository.Relative(path).Split('/')[0];
        return top is "tests" or "benchmarks";
    }

    private static IEnumerable<string> References(string project, string element) =>
        XDocument.Load(Path.Combine(Repository.Root, project))
            .Descendants(element)
            .Select(reference => reference.Attribute("Include")?.Value.Replace('\\', '/'))
            .OfType<string>();
}
