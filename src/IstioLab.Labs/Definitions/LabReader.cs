using IstioLab.Config.Yaml;

namespace IstioLab.Labs.Definitions;

/// <summary>Turns a <c>lab.yaml</c> into a lab, or says everything that is wrong with it.</summary>
internal sealed class LabReader
{
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
        var traffic = TrafficReader.Read(reader);
        var step = new LabStep
        {
            Number = number,
            Name = reader.Text("name"),
            Title = reader.Localized("title"),
            Shows = reader.Localized("shows"),
            Apply = ReadFiles(reader, "apply"),
            Inject = ReadFiles(reader, "inject"),
            Traffic = traffic,
            Expect = ExpectationReader.Read(reader, lab, traffic is not null),
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
}
