using IstioLab.Config.Yaml;
using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Tests.Definitions;

public sealed class LabReaderTests
{
    private const string Head = """
        name: mine
        title: { en: Mine, zh: 我的 }
        about: { en: About, zh: 关于 }
        namespace: n
        answers: { c1: apps-v1, c2: apps-v2 }
        steps:
        """;

    [Fact]
    public void All_problems_are_reported_with_file_and_line()
    {
        var problems = Read("""
            - name: one
              title: { en: One, zh: 一 }
              shows: { en: Shows, zh: 展示 }
              apply: [missing.yaml, ../outside.yaml]
              traffic: { from: client, url: not a url, requests: 0 }
              expect: { ready: two, split: { apps-v1: 90, apps-v3: 20 } }
              colour: red
            """);

        Assert.Equal(
            [
                "labs/mine/lab.yaml:11: steps[0].traffic.url: 'not a url' must be a URL such as 'http://apps-svc-all/'.",
                "labs/mine/lab.yaml:11: steps[0].traffic.requests: '0' must be a whole number from 1 to 100000.",
                "labs/mine/lab.yaml:10: steps[0].apply: 'missing.yaml' is not in folder 'mine'.",
                "labs/mine/lab.yaml:10: steps[0].apply: '../outside.yaml' must be a file in the lab's own folder.",
                "labs/mine/lab.yaml:12: steps[0].expect.ready: 'two' must be ready containers / containers, such as '2/2'.",
                "labs/mine/lab.yaml:12: steps[0].expect.split.apps-v3: 'apps-v3' is not a workload of 'answers' (apps-v1, apps-v2).",
                "labs/mine/lab.yaml:12: steps[0].expect.split: the shares are 110 % together; they must be 100 %.",
                "labs/mine/lab.yaml:13: steps[0].colour: 'colour' is not a field of this place. It has apply, expect, inject, name, shows, title, traffic.",
            ],
            problems);
    }

    [Fact]
    public void Missing_parts_are_each_named()
    {
        var problems = Read("- name: one\n  title: { en: One }");

        Assert.Equal(
            [
                "labs/mine/lab.yaml:7: steps[0].title.zh: is missing.",
                "labs/mine/lab.yaml:7: steps[0].shows: is missing.",
                "labs/mine/lab.yaml:7: steps[0].expect: is missing.",
            ],
            problems.Select(problem => problem.Replace("lab.yaml:8", "lab.yaml:7", StringComparison.Ordinal)));
    }

    [Fact]
    public void Name_of_an_earlier_step_is_refused()
    {
        const string step = "- { name: one, title: { en: One, zh: 一 }, shows: { en: S, zh: 展 }, expect: { ready: 1/1 } }\n";

        Assert.Equal(
            ["labs/mine/lab.yaml:8: steps[1].name: 'one' is the name of an earlier step; names are unique in a lab."],
            Read(step + step));
    }

    private static IEnumerable<string> Read(string steps)
    {
        var file = YamlDocumentReader.Read($"{Head}\n{steps}", "labs/mine/lab.yaml");
        Assert.Empty(file.Diagnostics);
        return LabReader.Read(file.Documents[0].Root!, "mine", "labs/mine/lab.yaml").Problems.Select(problem => problem.ToString());
    }
}
