using Zhike.Contracts.Bank;
using Zhike.Host.Setup;
using Zhike.Kernel;
using Zhike.Testing;

namespace Zhike.Host.Tests.Setup;

public sealed class Catalogue
{
    [Fact]
    public void A_file_may_hold_several_documents_each_with_its_key()
    {
        var root = TestFolder.New();
        Directory.CreateDirectory(Path.Combine(root, "things"));
        File.WriteAllText(Path.Combine(root, "things", "two.yaml"), "key: a\nn: 1\n---\nkey: b\nn: 2\n");
        File.WriteAllText(Path.Combine(root, "things", "one.json"), "{\"key\": \"c\"}");

        var documents = CatalogueInstaller.Read(root, new Things());

        documents.Select(d => d.Key).ShouldBe(["c", "a", "b"]);
    }

    [Fact]
    public void A_document_without_a_key_is_refused_with_its_file()
    {
        var root = TestFolder.New();
        Directory.CreateDirectory(Path.Combine(root, "things"));
        File.WriteAllText(Path.Combine(root, "things", "nameless.yaml"), "name: x\n");

        Should.Throw<ProblemException>(() => CatalogueInstaller.Read(root, new Things())).Problem.Errors[0].Field.ShouldBe("nameless.yaml");
    }

    private sealed class Things : ICatalogueFolder
    {
        public string Folder => "things";

        public string Kind => "thing";

        public int Order => 1;

        public bool InstallLive => true;
    }
}
