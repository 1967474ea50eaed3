using System.Xml.Linq;

namespace IstioLab.Architecture.Tests;

/// <summary>The packages that the repository names are those that it uses.</summary>
public sealed class PackageTests
{
    [Fact]
    public void Every_package_with_a_version_is_used_by_a_project()
    {
        var files = Repository.Projects.Append(Path.Combine(Repository.Root, "Directory.Build.props"));

        var unused = Names("PackageVersion", Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Except(files.SelectMany(file => Names("PackageReference", file)), StringComparer.OrdinalIgnoreCase);

        Assert.Empty(unused);
    }

    private static IEnumerable<string> Names(string element, string file) =>
        XDocument.Load(file).Descendants(element).Select(item => item.Attribute("Include")?.Value).OfType<string>();
}
