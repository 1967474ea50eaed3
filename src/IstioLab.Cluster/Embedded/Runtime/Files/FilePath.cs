using System.Text;

namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>Arithmetic on absolute paths; nothing is looked up.</summary>
internal static class FilePath
{
    /// <summary>An absolute path without '.', '..' and doubled slashes.</summary>
    public static string Combine(string folder, string path)
    {
        var names = new List<string>();
        Add(names, path.StartsWith('/') ? "" : folder);
        Add(names, path);
        if (names.Count == 0)
            return "/";
        var text = new StringBuilder();
        foreach (var name in names)
            text.Append('/').Append(name);
        return text.ToString();
    }

    /// <summary>The folder that holds a path.</summary>
    public static string Parent(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? "/" : path[..slash];
    }

    /// <summary>The last name of a path; empty for the root.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static void Add(List<string> names, string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            var name = path[range];
            if (name is "" or ".")
                continue;
            if (name != "..")
                names.Add(name);
            else if (names.Count > 0)
                names.RemoveAt(names.Count - 1);
        }
    }
}
