using System.Text.RegularExpressions;
using IstioLab.Config.Yaml;

namespace IstioLab.Labs.Definitions;

/// <summary>Turns a <c>lab.yaml</c> into a lab, or says everything that is wrong with it.</summary>
internal sealed partial class LabReader
{
    private const int MostRequests = 100_000;

    private readonly string _folder;
    private readonly string _file;
    private readonly List<LabProblem> _problems = [];

    private LabReader(string folder, string file)
    {
        _folder = folder;
        _file = file;
    }

    /// <param name="root">The document.</param>
    /// <param name="folder">The folder that the lab's files are in.</param>
    /// <param name="file">The file's name in messages.</param>
    public static LabLoadResult Read(YamlNode root, string folder, string file)
    {
        var reader = new LabReader(folder, file);
        var lab = reader.ReadLab(root);
        return reader._problems.Count == 0 ? new LabLoadResult(lab, []) : new LabLoadResult(null, reader._problems);
    }

    private LabDefinition ReadLab(YamlNode root)
    {
        var fields = new NodeReader(root, "", _file, _problems);
        var lab = new LabDefinition
        {
            Name = fields.Text("name"),
            Folder = _folder,
            Title = fields.Localized("title"),
            About = fields.Localized("about"),
            Namespace = fields.Text("namespace"),
            Answers = fields.TextMap("answers"),
            Steps = [],
        };
        lab = lab with { Steps = ReadSteps(fields, lab) };
        var folderName = Path.GetFileName(_folder.TrimEnd(Path.DirectorySeparatorChar));
        if (lab.Name.Length > 0 && lab.Name != folderName)
        {
            fields.Report(fields.Node("name"), "name", $"'{lab.Name}' must be the folder's name, '{folderName}'.");
        }

        fields.Finish();
        return lab;
    }

    private List<LabStep> ReadSteps(NodeReader fields, LabDefinition lab)
    {
        if (fields.Node("steps") is not YamlSequence { Items.Length: > 0 } list)
        {
            fields.Report(fields.Node("steps"), "steps", "must be a list of at least one step.");
            return [];
        }

        List<LabStep> steps = [];
        foreach (var item in list.Items)
        {
            var number = steps.Count + 1;
            var reader = new NodeReader(item, $"steps[{steps.Count}]", _file, _problems);
            var step = ReadStep(reader, number, lab);
            if (steps.Any(other => other.Name == step.Name))
            {
                reader.Report(reader.Node("name"), "name", $"'{step.Name}' is the name of an earlier step; names are unique in a lab.");
            }

            steps.Add(step);
        }

        return steps;
    }

    private LabStep ReadStep(NodeReader reader, int number, LabDefinition lab)
    {
        var traffic = ReadTraffic(reader);
        var step = new LabStep
        {
            Number = number,
            Name = reader.Text("name"),
            Title = reader.Localized("title"),
            Shows = reader.Localized("shows"),
            Apply = ReadFiles(reader, "apply"),
            Inject = ReadFiles(reader, "inject"),
            Traffic = traffic,
            Expect = ReadExpectation(reader, lab, traffic is not null),
        };
        reader.Finish();
        return step;
    }

    private IReadOnlyList<string> ReadFiles(NodeReader reader, string field)
    {
        var files = reader.Texts(field);
        foreach (var file in files)
        {
            if (Path.IsPathRooted(file) || file.Split('/', '\\').Contains(".."))
            {
                reader.Report(reader.Node(field), field, $"'{file}' must be a file in the lab's own folder.");
            }
            else if (!File.Exists(Path.Combine(_folder, file)))
            {
                reader.Report(reader.Node(field), field, $"'{file}' is not in folder '{_folder}'.");
            }
        }

        return files;
    }

    private static LabTraffic? ReadTraffic(NodeReader step)
    {
        if (step.Node("traffic") is null)
        {
            return null;
        }

        var reader = step.Mapping("traffic");
        var url = reader.Text("url");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            reader.Report(reader.Node("url"), "url", $"'{url}' must be a URL such as 'http://apps-svc-all/'.");
            address = new Uri("http://invalid/");
        }

        var traffic = new LabTraffic(reader.Text("from"), address, reader.Whole("requests", 1, MostRequests, 400), reader.TextMap("headers"));
        reader.Finish();
        return traffic;
    }

    private static LabExpectation ReadExpectation(NodeReader step, LabDefinition lab, bool hasTraffic)
    {
        var reader = step.Mapping("expect", required: true);
        var ready = reader.OptionalText("ready");
        if (ready is not null && !ReadyColumn().IsMatch(ready))
        {
            reader.Report(reader.Node("ready"), "ready", $"'{ready}' must be ready containers / containers, such as '2/2'.");
        }

        var split = ReadSplit(reader, lab);
        if (split.Count > 0 && !hasTraffic)
        {
            reader.Report(reader.Node("split"), "split", "needs traffic. Add 'traffic' to the step.");
        }

        var expectation = new LabExpectation(ready, split, reader.Texts("flags"));
        reader.Finish();
        return expectation;
    }

    private static Dictionary<string, int> ReadSplit(NodeReader expect, LabDefinition lab)
    {
        var node = expect.Node("split");
        Dictionary<string, int> split = new(StringComparer.Ordinal);
        if (node is null)
        {
            return split;
        }

        var reader = expect.Mapping("split");
        foreach (var field in (node as YamlMapping)?.Fields ?? [])
        {
            split[field.Key] = reader.Whole(field.Key, 0, 100, 0);
            if (!lab.Answers.Values.Contains(field.Key))
            {
                reader.Report(field.Value, field.Key, $"'{field.Key}' is not a workload of 'answers' ({string.Join(", ", lab.Answers.Values)}).");
            }
        }

        if (split.Values.Sum() != 100)
        {
            expect.Report(node, "split", $"the shares are {split.Values.Sum()} % together; they must be 100 %.");
        }

        return split;
    }

    [GeneratedRegex("^[0-9]+/[0-9]+$")]
    private static partial Regex ReadyColumn();
}
