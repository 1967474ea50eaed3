namespace IstioLab.Cluster.Environments;

/// <summary>The rule for names that keep environments apart. They become folder names and parts of cluster and context names.</summary>
public static class EnvironmentName
{
    /// <summary>The name that is used when none is given.</summary>
    public const string Default = "default";

    /// <summary>The most characters that a name may have; longer ones make socket paths and k3d's names too long.</summary>
    public const int MaximumLength = 32;

    /// <summary>The name of the folder of installed tools, which stands beside those of environments.</summary>
    public const string Reserved = "tools";

    /// <summary>Checks a name.</summary>
    /// <returns>Null when it is valid, else a sentence with the value, the rule and an example.</returns>
    public static string? Check(string name)
    {
        if (name == Reserved)
        {
            return $"Environment name '{name}' is taken by the folder of installed tools. Choose another: '--name team-a'.";
        }

        var valid = name.Length is > 0 and <= MaximumLength
            && name[0] != '-'
            && name[^1] != '-'
            && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
        return valid
            ? null
            : $"Environment name '{name}' must be 1 to {MaximumLength} lower-case letters, digits or '-', and begin and end with a letter "
                + "or digit: '--name team-a'.";
    }
}
