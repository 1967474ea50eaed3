using System.Text.Json.Nodes;

namespace IstioLab.Hosting.Tests.Model;

/// <summary>The AppHost's launch profiles, of which the Aspire CLI knows the first alone.</summary>
public sealed class LaunchProfileTests
{
    private const string Cluster = "IstioLab__Cluster";

    private static readonly JsonObject s_profiles = JsonNode.Parse(File.ReadAllText(Path.Combine(Projects.AppHost.ProjectPath, "Properties", "launchSettings.json")))!["profiles"]!.AsObject();

    [Fact]
    public void Embedded_is_the_default() => Assert.Equal(["embedded", "k3d", "current"], s_profiles.Select(profile => profile.Key));

    /// <summary>
    /// <c>dotnet run --launch-profile k3d</c> sets the variables of <c>k3d</c> and hands over to <c>aspire run</c>, which sets those of the
    /// first profile on top of them.
    /// </summary>
    [Fact]
    public void Cluster_that_another_profile_chooses_is_not_undone_by_the_first()
    {
        var first = VariablesOf("embedded");

        Assert.All(["k3d", "current"], name => Assert.Equal(name, (string?)VariablesOf(name)[Cluster]));
        Assert.DoesNotContain(Cluster, first);
        Assert.All(
            s_profiles.SelectMany(profile => VariablesOf(profile.Key)).Where(variable => variable.Key != Cluster),
            variable => Assert.Equal((string?)first[variable.Key], (string?)variable.Value));
    }

    private static JsonObject VariablesOf(string profile) => s_profiles[profile]!["environmentVariables"]!.AsObject();
}
