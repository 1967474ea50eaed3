using IstioLab.Cli.CommandLine;

namespace IstioLab.Cli.Input;

/// <summary>Reads what <c>-f</c> names: files, folders (their YAML and JSON files, by name) and standard input.</summary>
internal static class InputFiles
{
    private const long MostBytes = 64 * 1024 * 1024;
    private static readonly string[] s_extensions = [".yaml", ".yml", ".json"];

    /// <exception cref="CliException">A name leads to nothing, or to something that cannot be read; all of them are told.</exception>
    public static IReadOnlyList<InputText> Read(CommandContext context, IEnumerable<string> names)
    {
        List<InputText> texts = [];
        List<string> problems = [];
        foreach (var name in names)
        {
            if (name == "-")
            {
                texts.Add(new InputText("stdin", context.Services.In.ReadToEnd()));
            }
            else if (Directory.Exists(name))
            {
                texts.AddRange(InFolder(name).Select(file => ReadFile(context, file, problems)).OfType<InputText>());
            }
            else if (ReadFile(context, name, problems) is { } text)
            {
                texts.Add(text);
            }
        }

        return problems.Count == 0 ? texts : throw new CliException(ExitCode.Usage, string.Join(Environment.NewLine, problems));
    }

    // A lab's description stands beside its manifests and is none.
    private static IEnumerable<string> InFolder(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => s_extensions.Contains(Path.GetExtension(file)) && Path.GetFileName(file) != "lab.yaml")
        .Order(StringComparer.Ordinal);

    private static InputText? ReadFile(CommandContext context, string name, List<string> problems)
    {
        try
        {
            var length = new FileInfo(name).Length;
            if (length > MostBytes)
            {
                problems.Add(context.Pick(
                    $"File '{name}' has {length / 1024 / 1024} MB; at most {MostBytes / 1024 / 1024} MB are read. Split it.",
                    $"文件 '{name}' 有 {length / 1024 / 1024} MB；最多读取 {MostBytes / 1024 / 1024} MB，请拆分。"));
                return null;
            }

            return new InputText(name, File.ReadAllText(name));
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(context.Pick($"File '{name}' does not exist. Check the path given with '-f'.", $"文件 '{name}' 不存在。请检查 '-f' 的路径。"));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problems.Add(context.Pick($"File '{name}' cannot be read: {refused.Message}", $"文件 '{name}' 无法读取：{refused.Message}"));
        }

        return null;
    }
}
