using IstioLab.Config.Kubernetes;
using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Tests.Definitions;

public sealed class ShippedLabsTests
{
    private static readonly LabLibrary Library = new(RepositoryFolder.Labs);

    public static TheoryData<string> Names => new(Library.Names);

    [Fact]
    public void Canary_comes_first() => Assert.Equal("canary", Library.Names[0]);

    [Fact]
    public void Every_traffic_management_task_of_Istio_has_a_lab() => Assert.Superset(
        new HashSet<string>
        {
            "request-routing", "fault-injection", "traffic-shifting", "request-timeouts", "circuit-breaking", "mirroring", "ingress", "egress",
        },
        Library.Names.ToHashSet());

    [Theory]
    [MemberData(nameof(Names))]
    public void Lab_loads_without_problems(string name)
    {
        var loaded = Library.Load(name);

        Assert.Empty(loaded.Problems);
        Assert.NotNull(loaded.Lab);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Lab_speaks_both_languages(string name)
    {
        var lab = Library.Load(name).Lab!;
        LocalizedText[] texts = [lab.Title, lab.About, .. lab.Steps.SelectMany(step => new[] { step.Title, step.Shows })];

        Assert.All(texts, text =>
        {
            Assert.DoesNotContain(text.En, letter => letter > 0x2e80);
            Assert.Contains(text.Zh, letter => letter > 0x2e80);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Lab_files_hold_objects_of_the_lab_namespace(string name)
    {
        var lab = Library.Load(name).Lab!;
        foreach (var file in lab.Steps.SelectMany(step => step.Apply.Concat(step.Inject)).Distinct())
        {
            var read = ConfigObjectReader.Read(File.ReadAllText(lab.PathOf(file)), file);

            Assert.Empty(read.Diagnostics);
            Assert.All(read.Objects, item => Assert.Equal(lab.Namespace, item.Id.Kind == "Namespace" ? item.Id.Name : item.Id.Namespace));
        }
    }

    [Fact]
    public void Canary_moves_the_weights_as_the_lab_text_does()
    {
        var lab = Library.Load("canary").Lab!;

        Assert.Equal([50, 90, 50, 0, 100], lab.Steps.Select(step => step.Expect.Split["apps-v1"]));
        Assert.Equal(["1/1", "2/2", "2/2", "2/2", "2/2"], lab.Steps.Select(step => step.Expect.Ready));
    }

    [Fact]
    public void Lab_that_does_not_exist_is_named_with_those_that_do()
    {
        var problem = Assert.Single(Library.Load("canery").Problems);

        Assert.Equal($"There is no lab 'canery'. The labs are {string.Join(", ", Library.Names)}.", problem.Message);
    }
}
