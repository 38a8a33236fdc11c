"""Remakes every fixture in this folder."""

import make_archives
import make_inflate
import make_networks
import make_numpy
import make_ops
import make_pictures
import make_safetensors

if __name__ == "__main__":
    make_inflate.main()
    make_safetensors.main()
    make_numpy.main()
    make_archives.main()
    make_networks.main()
    make_ops.main()
    make_pictures.main()
