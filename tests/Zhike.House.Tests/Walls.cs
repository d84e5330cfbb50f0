using System.Xml.Linq;

namespace Zhike.House.Tests;

/// <summary>Which project may know which.</summary>
public sealed class Walls
{
    private static readonly string[] RoomMayKnow = ["Zhike.Kernel", "Zhike.Storage", "Zhike.Contracts"];

    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["Zhike.Kernel"] = [],
        ["Zhike.Contracts"] = ["Zhike.Kernel"],
        ["Zhike.Storage"] = ["Zhike.Kernel"],
    };

    public static TheoryData<string> SourceProjects => [.. Projects("src/")];

    public static TheoryData<string> AllProjects => [.. Projects("")];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_room_references_no_room(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        if (name == "Zhike.Host")
        {
            return;
        }

        var known = References(project);

        known.Except(MayKnow.GetValueOrDefault(name, RoomMayKnow)).ShouldBeEmpty($"{name} may only reference {string.Join(", ", MayKnow.GetValueOrDefault(name, RoomMayKnow))}");
    }

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void Every_project_is_in_the_solution_and_locked(string project)
    {
        Tree.Read("Zhike.slnx").ShouldContain($"\"{project}\"");
        Tree.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")).ShouldBeTrue("its packages.lock.json is committed");
    }

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void Package_versions_stand_in_one_place(string project) =>
        XDocument.Parse(Tree.Read(project)).Descendants("PackageReference")
            .Where(p => p.Attribute("Version") is not null || p.Attribute("VersionOverride") is not null)
            .ShouldBeEmpty("versions belong into Directory.Packages.props");

    [Fact]
    public void Every_npm_folder_is_locked()
    {
        foreach (var package in Tree.Files.Where(f => Path.GetFileName(f) == "package.json"))
        {
            Tree.Exists(Path.Combine(Path.GetDirectoryName(package)!, "package-lock.json")).ShouldBeTrue($"{package} needs its package-lock.json");
        }
    }

    private static IEnumerable<string> Projects(string under) => Tree.With(".csproj").Where(f => f.StartsWith(under, StringComparison.Ordinal));

    private static IEnumerable<string> References(string project) => XDocument.Parse(Tree.Read(project))
        .Descendants("ProjectReference")
        .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
}
