using System.Globalization;
using System.Text;
using IstioLab.Cluster.Providers;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace IstioLab.Cluster.Current;

/// <summary>The user's kubeconfig: one file, or several that count as one in kubectl's order, where the first entry of a name wins.</summary>
internal sealed class KubeconfigFile
{
    private static readonly string[] s_impersonation = ["as", "as-uid", "as-groups", "as-user-extra"];
    private static readonly string[] s_paths = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

    private readonly List<(string Folder, YamlMappingNode Root)> _files;

    private KubeconfigFile(List<(string Folder, YamlMappingNode Root)> files, string place)
    {
        _files = files;
        Place = place;
    }

    /// <summary>The file or files, for people.</summary>
    public string Place { get; }

    /// <summary>The contexts' names, in order.</summary>
    public IReadOnlyList<string> Contexts =>
        [.. Entries("contexts").Select(entry => Text(entry.Entry, "name")).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The context that kubectl uses; null when the file names none.</summary>
    public string? CurrentContext => _files.Select(file => Text(file.Root, "current-context")).FirstOrDefault(name => name is { Length: > 0 });

    /// <summary>Reads what KUBECONFIG names, else <c>~/.kube/config</c>.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none, or it is no kubeconfig.</exception>
    public static KubeconfigFile OfUser(Func<string, string?> variable)
    {
        var named = variable("KUBECONFIG");
        var paths = string.IsNullOrWhiteSpace(named)
            ? [Path.Combine(Home(variable), ".kube", "config")]
            : named.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var place = string.Join(Path.PathSeparator, paths);
        var files = paths.Where(File.Exists).Select(path => (Path.GetDirectoryName(Path.GetFullPath(path))!, Read(path))).ToList();
        return files.Count > 0
            ? new KubeconfigFile(files, place)
            : throw new MissingPrerequisiteException(
                $"Kubeconfig '{place}' does not exist. Name the one of your cluster: 'KUBECONFIG=FILE ./lab up --cluster current', or use './lab up', which needs no cluster.");
    }

    /// <summary>Reads one file.</summary>
    /// <exception cref="MissingPrerequisiteException">It is no kubeconfig.</exception>
    public static KubeconfigFile Of(string path) => new([(Path.GetDirectoryName(Path.GetFullPath(path))!, Read(path))], path);

    /// <summary>The file that a context's user keeps its token in; null when it has none.</summary>
    public string? TokenFileOf(string context) =>
        UserOf(context) is { } user && Text(Inner(user.Entry, "user"), "tokenFile") is { Length: > 0 } path ? Path.GetFullPath(path, user.Folder) : null;

    /// <summary>The address of a context's API server.</summary>
    public string? ServerOf(string context) =>
        ClusterOf(context) is { } cluster ? Text(Inner(cluster.Entry, "cluster"), "server") : null;

    /// <summary>A kubeconfig with one context alone, whose paths hold from every folder.</summary>
    /// <exception cref="MissingPrerequisiteException">The context, its cluster or its user is not there.</exception>
    /// <param name="context">The context.</param>
    /// <param name="certificate">A client certificate as PEM that replaces the program which gave it; null for none.</param>
    /// <param name="key">Its key.</param>
    public string Extract(string context, string? certificate = null, string? key = null)
    {
        var entry = Find("contexts", context) ?? throw Absent("context", context);
        var cluster = ClusterOf(context) ?? throw Absent("cluster", Text(Inner(entry.Entry, "context"), "cluster") ?? "");
        MakeAbsolute(Inner(cluster.Entry, "cluster"), cluster.Folder);
        var root = new YamlMappingNode(
            "apiVersion", "v1",
            "kind", "Config",
            "current-context", context)
        {
            { "clusters", new YamlSequenceNode(cluster.Entry) },
            { "contexts", new YamlSequenceNode(entry.Entry) },
        };

        // A context without a user is allowed: a proxy in between may add the credentials.
        if (Text(Inner(entry.Entry, "context"), "user") is { Length: > 0 } name)
        {
            var user = Prepare(Find("users", name) ?? throw Absent("user", name));
            if (certificate is not null && key is not null && Inner(user, "user") is { } fields)
            {
                fields.Children.Remove("exec");
                fields.Children["client-certificate-data"] = new YamlScalarNode(Base64(certificate));
                fields.Children["client-key-data"] = new YamlScalarNode(Base64(key));
            }

            root.Add("users", new YamlSequenceNode(user));
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        return text.ToString();
    }

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));

    private YamlMappingNode Prepare((string Folder, YamlMappingNode Entry) user)
    {
        var fields = Inner(user.Entry, "user");
        MakeAbsolute(fields, user.Folder);
        if (fields is not null && Inner(fields, "exec") is { } plugin && Text(plugin, "command") is { } command && command.AsSpan().IndexOfAny('/', '\\') >= 0)
        {
            plugin.Children["command"] = new YamlScalarNode(Path.GetFullPath(command, user.Folder));
        }

        if (fields?.Children.Keys.OfType<YamlScalarNode>().FirstOrDefault(key => s_impersonation.Contains(key.Value)) is { } key)
        {
            throw new MissingPrerequisiteException(
                $"User '{Text(user.Entry, "name")}' of kubeconfig '{Place}' acts as somebody else ('{key.Value}'), which IstioLab does not. Use a context whose user acts for itself: '--context CONTEXT'.");
        }

        return user.Entry;
    }

    private MissingPrerequisiteException Absent(string what, string name) => new(
        $"Kubeconfig '{Place}' has no {what} '{name}'. Its contexts are {Words(Contexts)}: './lab up --cluster current --context CONTEXT'.");

    private static string Words(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Select(name => $"'{name}'"));

    private (string Folder, YamlMappingNode Entry)? ClusterOf(string context) =>
        Find("contexts", context) is { } entry && Text(Inner(entry.Entry, "context"), "cluster") is { } name ? Find("clusters", name) : null;

    private (string Folder, YamlMappingNode Entry)? UserOf(string context) =>
        Find("contexts", context) is { } entry && Text(Inner(entry.Entry, "context"), "user") is { } name ? Find("users", name) : null;

    private (string Folder, YamlMappingNode Entry)? Find(string list, string name)
    {
        var found = Entries(list).Where(entry => Text(entry.Entry, "name") == name).Take(1).ToList();
        return found.Count == 0 ? null : found[0];
    }

    private IEnumerable<(string Folder, YamlMappingNode Entry)> Entries(string list) =>
        from file in _files
        where file.Root.Children.TryGetValue(list, out var items) && items is YamlSequenceNode
        from entry in ((YamlSequenceNode)file.Root.Children[list]).Children.OfType<YamlMappingNode>()
        select (file.Folder, entry);

    private static void MakeAbsolute(YamlMappingNode? fields, string folder)
    {
        foreach (var name in s_paths)
        {
            if (Text(fields, name) is { Length: > 0 } path)
            {
                fields!.Children[name] = new YamlScalarNode(Path.GetFullPath(path, folder));
            }
        }
    }

    private static YamlMappingNode? Inner(YamlMappingNode entry, string name) =>
        entry.Children.TryGetValue(name, out var value) ? value as YamlMappingNode : null;

    private static string? Text(YamlMappingNode? fields, string name) =>
        fields is not null && fields.Children.TryGetValue(name, out var value) ? (value as YamlScalarNode)?.Value : null;

    private static string Home(Func<string, string?> variable) =>
        variable("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static YamlMappingNode Read(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            var stream = new YamlStream();
            stream.Load(text);
            return stream.Documents is [{ RootNode: YamlMappingNode root }, ..] ? root : [];
        }
        catch (Exception broken) when (broken is YamlException or IOException or UnauthorizedAccessException)
        {
            throw new MissingPrerequisiteException($"Kubeconfig '{path}' cannot be read: {broken.Message} Try 'kubectl --kubeconfig {path} config view'.", broken);
        }
    }
}
